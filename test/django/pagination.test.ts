import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { runTexts } from '../../src/engine/run.js';
import { loadTransform } from '../../src/source/catalogue.js';
import { encode } from '../../src/source/encoding.js';
import { copyOfBookshop, failedTests, manage, run } from '../support/bookshop.js';
import { djangoPython } from '../support/python.js';

const PATIENCE = 300_000;
const ROWS = 60;

interface Walk {
  readonly ids: readonly number[];
  readonly sizes: readonly number[];
}

interface Seen {
  readonly pages: Readonly<Record<string, Walk>>;
  readonly bestsellers: readonly string[];
  readonly 'bestsellers by page': readonly string[];
  readonly 'queries for customers': number;
}

async function seenIn(folder: string): Promise<Seen> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const { code, output } = await run(await djangoPython(), [resolve('test/django/proofs/pages.py'), folder], folder, env);
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Seen;
}

/** The text of every file below a folder. */
async function textsIn(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [relative(root, path).replaceAll('\\', '/'), await readFile(path, 'utf8')] as const)));
}

async function fix(root: string): Promise<void> {
  const { files, faults } = await runTexts(await textsIn(root), [{ transform: await loadTransform('paginator') }], { encode });
  expect(faults).toEqual([]);
  for (const { path, after: text } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

let folder: string;
let before: Seen;
let after: Seen;

beforeAll(async () => {
  folder = await copyOfBookshop();
  before = await seenIn(folder);
  await fix(folder);
  after = await seenIn(folder);
}, PATIENCE);

afterAll(() => rm(folder, { recursive: true, force: true }));

it('before the fix each list is one page', () => {
  expect(Object.values(before.pages).map(({ sizes }) => sizes)).toEqual(Object.keys(before.pages).map(() => [ROWS]));
});

it('after it no page has more than 25 rows, and links lead through all of them', () => {
  expect(Object.entries(after.pages).map(([name, { sizes }]) => [name, sizes])).toEqual(Object.keys(before.pages).map((name) => [name, [25, 25, 10]]));
});

it('walking all pages shows the same rows, in the same order', () => {
  const ids = (seen: Seen): unknown => Object.entries(seen.pages).map(([name, walk]) => [name, walk.ids]);
  expect(ids(after)).toEqual(ids(before));
});

it('a JSON list answers as before, unless it is asked for a page', () => {
  expect(after.bestsellers).toEqual(before.bestsellers);
  expect(after['bestsellers by page']).toEqual(before.bestsellers);
});

it('a page costs two queries for its rows: one counts, one reads', () => {
  expect(before['queries for customers']).toBe(1);
  expect(after['queries for customers']).toBe(2);
});

it('the tests of the bookshop stay green', async () => {
  const { code, output } = await manage(folder, 'test');
  expect(failedTests(output)).toEqual([]);
  expect(code).toBe(0);
}, PATIENCE);
