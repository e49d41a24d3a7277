import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileAll } from '../../src/source/compile.js';
import { folder, put, removeFolders } from '../support/folder.js';

afterAll(removeFolders);

async function verdict(source: string | Buffer): Promise<string | null | undefined> {
  return (await compileAll([{ path: 'book.py', bytes: Buffer.from(source) }]))?.problems.get('book.py');
}

async function withPath<T>(path: string, run: () => Promise<T>): Promise<T> {
  const before = process.env['PATH'];
  process.env['PATH'] = path;
  try {
    return await run();
  } finally {
    process.env['PATH'] = before;
  }
}

describe('compileAll', () => {
  it('answers for each file', async () => {
    const sources = { 'a.py': 'x = 1\n', 'b.py': 'x = 1\n\nx = = 2\n', 'c.py': '' };
    const files = Object.entries(sources).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
    expect([...((await compileAll(files))?.problems ?? [])]).toEqual([
      ['a.py', null],
      ['b.py', 'line 3: invalid syntax'],
      ['c.py', null],
    ]);
  });

  it('says which Python answered', async () => {
    const [, minor] = /^Python 3\.(\d+)/.exec(execFileSync('python3', ['--version'], { encoding: 'utf8' })) ?? [];
    expect((await compileAll([]))?.minor).toBe(Number(minor));
  });

  it.each([
    ['print "book"', /^line 1: Missing parentheses/],
    ['def sell():\nreturn 1', /^line 2: expected an indented block/],
    ['requests.get(url, timeout=1, timeout=2)', /^line 1: keyword argument repeated/],
    ['x = 1\nreturn x', /^line 2: 'return' outside function/],
    ['x = "\0"', /null byte/],
    [`x = ${'('.repeat(300)}${')'.repeat(300)}`, /too many nested parentheses/],
  ])('tells what is wrong with %j', async (source, message) => {
    expect(await verdict(source)).toMatch(message);
  });

  it('reads bytes as Python does', async () => {
    expect(await verdict(Buffer.from('# coding: latin-1\nauthor = "Zo\xeb"', 'latin1'))).toBeNull();
    expect(await verdict(Buffer.from('author = "Zo\xeb"', 'latin1'))).toMatch(/utf-8/);
    expect(await verdict('\ufeffx = 1\r\n')).toBeNull();
  });

  it('is silent about warnings and does not run anything', async () => {
    const root = folder();
    expect(await verdict(`x = "\\d" is 1\nopen(${JSON.stringify(join(root, 'made'))}, "w")`)).toBeNull();
    expect(readdirSync(root)).toEqual([]);
  });

  it('answers for more than a pipe holds', async () => {
    const files = Array.from({ length: 300 }, (_, at) => ({ path: `book${at}.py`, bytes: Buffer.from('title = "x"\n'.repeat(1000)) }));
    expect((await compileAll(files))?.problems.size).toBe(300);
  });

  it('gives null where there is no Python 3', async () => {
    const bin = folder();
    put(bin, 'python', '#!/bin/sh\nexit 1\n');
    chmodSync(join(bin, 'python'), 0o755);
    expect(await withPath(bin, () => compileAll([{ path: 'book.py', bytes: Buffer.from('') }]))).toBeNull();
  });

  it('goes on after a file that brings Python down', async () => {
    const bin = folder();
    put(bin, 'python3', '#!/bin/sh\necho 11\nread line\ncase $line in eCA9IDE=) echo null ;; *) exit 139 ;; esac\n');
    chmodSync(join(bin, 'python3'), 0o755);
    const files = ['y = 2', 'x = 1'].map((text, at) => ({ path: `book${at}.py`, bytes: Buffer.from(text) }));
    const answers = await withPath(`${bin}:${process.env['PATH']}`, () => compileAll(files));
    expect([...(answers?.problems ?? [])]).toEqual([
      ['book0.py', 'python3 ended without an answer'],
      ['book1.py', null],
    ]);
  });
});
