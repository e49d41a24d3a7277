import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSource, readText } from '../../src/source/read.js';
import { folder, removeFolders } from '../support/folder.js';

afterAll(removeFolders);

describe('readSource', () => {
  it('gives the text without byte order mark, and the digest of the bytes', () => {
    const bytes = Buffer.from('\ufeffauthor = "Zoë"\r\n');
    expect(readSource(folder({ 'shop/book.py': bytes }), 'shop/book.py')).toEqual({
      path: 'shop/book.py',
      text: 'author = "Zoë"\r\n',
      bom: true,
      encoding: 'utf-8',
      digest: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('reads an empty file', () => {
    expect(readSource(folder({ '__init__.py': '' }), '__init__.py')).toMatchObject({ text: '', bom: false });
  });

  it.each([
    ['bad.py', 'not-decodable', 'line 1: byte 0xeb is not valid utf-8'],
    ['image.py', 'binary', 'NUL byte at offset 0'],
    ['data.py', 'too-large', '3.0 MB; the limit is 2.0 MB'],
    ['folder.py', 'unreadable', 'is a directory'],
    ['pipe.py', 'unreadable', 'not a regular file'],
    ['gone.py', 'unreadable', 'no such file'],
  ])('skips %s', (path, reason, detail) => {
    const root = folder({ 'bad.py': Buffer.from('x = "Zo\xeb"', 'latin1'), 'image.py': '\0', 'data.py': Buffer.alloc(3 << 20, 'x') });
    mkdirSync(join(root, 'folder.py'));
    execFileSync('mkfifo', [join(root, 'pipe.py')]);
    expect(readSource(root, path)).toEqual({ path, reason, detail });
  });
});

describe('readText', () => {
  it('gives a text in whatever encoding, and the digest of the bytes', () => {
    const bytes = Buffer.from('\ufeffDjango==5.2\r\n', 'utf16le');
    expect(readText(folder({ 'requirements.txt': bytes }), 'requirements.txt')).toEqual({
      path: 'requirements.txt', text: 'Django==5.2\r\n', bom: true, encoding: 'utf-16le', digest: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it.each([['logo.txt', 'binary'], ['gone.txt', 'unreadable'], ['data.txt', 'too-large']])('passes over %s', (path, reason) => {
    expect(readText(folder({ 'logo.txt': 'GIF\0', 'data.txt': Buffer.alloc(3 << 20, 'x') }), path)).toMatchObject({ path, reason });
  });
});
