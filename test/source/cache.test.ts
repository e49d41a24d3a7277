import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userCache } from '../../src/source/cache.js';
import { folder, removeFolders } from '../support/folder.js';

const BOOKS = new Map([['shop/books.py', { digest: 'a1', leaf: { models: ['Book'] } }], ['shop/notes.py', { digest: 'b2', leaf: null }]]);

describe('what is remembered in the user cache folder', () => {
  const before = process.env['XDG_CACHE_HOME'];
  let home = '';

  beforeEach(() => {
    home = folder();
    process.env['XDG_CACHE_HOME'] = home;
  });

  afterEach(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
  });

  afterAll(removeFolders);

  const files = (): string[] => readdirSync(join(home, 'pitstop', '1.2.3')).map((name) => join(home, 'pitstop', '1.2.3', name));

  it('comes back for the same project, kind and version', () => {
    userCache('/srv/shop', '1.2.3').save('models', 1, BOOKS);
    expect(userCache('/srv/shop', '1.2.3').load('models', 1)).toEqual(BOOKS);
    expect(files()).toHaveLength(1);
  });

  it.each([
    ['another project', '/srv/library', '1.2.3', 'models', 1],
    ['another pitstop', '/srv/shop', '1.2.4', 'models', 1],
    ['another kind', '/srv/shop', '1.2.3', 'settings', 1],
    ['another version of the kind', '/srv/shop', '1.2.3', 'models', 2],
  ])('does not come back for %s', (_name, root, version, kind, of) => {
    userCache('/srv/shop', '1.2.3').save('models', 1, BOOKS);
    expect(userCache(root, version).load(kind, of)).toEqual(new Map());
  });

  it.each([['that was cut off', '{"build":'], ['of something else', '[]'], ['of nothing', '']])('is forgotten in a file %s', (_name, text) => {
    const cache = userCache('/srv/shop', '1.2.3');
    cache.save('models', 1, BOOKS);
    for (const file of files()) writeFileSync(file, text);
    expect(cache.load('models', 1)).toEqual(new Map());
    cache.save('models', 1, BOOKS);
    expect(cache.load('models', 1)).toEqual(BOOKS);
  });

  it('holds a few projects, not all there ever were', () => {
    for (let shop = 0; shop < 70; shop++) userCache(`/srv/shop-${shop}`, '1.2.3').save('models', 1, BOOKS);
    expect(files().length).toBeLessThanOrEqual(60);
    expect(userCache('/srv/shop-69', '1.2.3').load('models', 1)).toEqual(BOOKS);
  });

  it('is nothing where there is no place for it', () => {
    writeFileSync(join(home, 'pitstop'), 'a file');
    chmodSync(home, 0o500);
    const cache = userCache('/srv/shop', '1.2.3');
    cache.save('models', 1, BOOKS);
    expect(cache.load('models', 1)).toEqual(new Map());
    chmodSync(home, 0o700);
  });
});
