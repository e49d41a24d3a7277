import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { gitDirectory } from '../../src/source/git.js';
import { folder, git, removeFolders, repository } from '../support/folder.js';

afterAll(removeFolders);

describe('gitDirectory', () => {
  it('is that of the work tree, seen from any folder in it', async () => {
    const root = repository({ 'shop/models.py': '' });
    expect(await gitDirectory(join(root, 'shop'))).toBe(join(root, '.git'));
  });

  it('is a linked work tree\'s own', async () => {
    const root = repository({ 'shop/models.py': '' });
    const other = join(folder(), 'other');
    git(root, 'worktree', 'add', '--quiet', other);
    expect(realpathSync((await gitDirectory(other)) ?? '')).toBe(join(root, '.git/worktrees/other'));
  });

  it('is null outside git', async () => {
    expect(await gitDirectory(folder())).toBeNull();
  });
});
