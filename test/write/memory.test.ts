import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepLeft, memoryFile, readLeft } from '../../src/write/memory.js';
import { folder, removeFolders } from '../support/folder.js';

afterAll(removeFolders);

test('each root of a work tree has its own answers, and the file goes with the last of them', () => {
  const file = memoryFile('/srv/shop', folder());
  keepLeft(file, '/srv/shop', ['one', 'two']);
  keepLeft(file, '/srv/shop/orders', ['three']);
  expect([...readLeft(file, '/srv/shop')]).toEqual(['one', 'two']);
  expect([...readLeft(file, '/srv/shop/orders')]).toEqual(['three']);
  keepLeft(file, '/srv/shop', []);
  expect([...readLeft(file, '/srv/shop')]).toEqual([]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ schema: 1, left: { '/srv/shop/orders': ['three'] } });
  keepLeft(file, '/srv/shop/orders', []);
  expect(existsSync(file)).toBe(false);
});

test.each(['', '{', '[]', 'null', '{"schema": 2, "left": {"/srv/shop": ["one"]}}', '{"schema": 1, "left": null}'])('%j remembers nothing and can be written over', (text) => {
  const file = join(folder(), 'review.json');
  writeFileSync(file, text);
  expect([...readLeft(file, '/srv/shop')]).toEqual([]);
  keepLeft(file, '/srv/shop', ['one']);
  expect([...readLeft(file, '/srv/shop')]).toEqual(['one']);
});
