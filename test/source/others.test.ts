import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listOthers } from '../../src/source/others.js';
import { folder, git, put, removeFolders, repository } from '../support/folder.js';

afterAll(removeFolders);

const SHOP = {
  'manage.py': '',
  'requirements.txt': 'Django\n',
  'shop/templates/shop/book list.html': '<ul>\n',
  'shop/views.py': '',
  '.gitignore': 'secret.cfg\n',
  'secret.cfg': '',
  'node_modules/left/index.html': '',
  '.tox/lib/setup.cfg': '',
};
const OTHERS = ['.gitignore', 'requirements.txt', 'shop/templates/shop/book list.html'];

describe('the files that are not Python', () => {
  it('are those that git knows', async () => {
    expect(await listOthers(repository(SHOP))).toEqual(OTHERS);
  });

  it('are also those that git does not know yet, but not those that are gone', async () => {
    const root = repository(SHOP);
    put(root, 'nginx.conf', 'gzip on;\n');
    git(root, 'rm', '--quiet', 'requirements.txt');
    expect(await listOthers(root)).toEqual(['.gitignore', 'nginx.conf', 'shop/templates/shop/book list.html']);
  });

  it('are found without git as well', async () => {
    expect(await listOthers(folder(SHOP))).toEqual(OTHERS);
  });

  it('are no links', async () => {
    const root = repository({ 'requirements.txt': 'Django\n' });
    symlinkSync('requirements.txt', join(root, 'constraints.txt'));
    expect(await listOthers(root)).toEqual(['requirements.txt']);
  });
});
