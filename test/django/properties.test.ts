import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runTexts } from '../../src/engine/run.js';
import { loadTransform } from '../../src/source/catalogue.js';
import { encode } from '../../src/source/encoding.js';
import { pitstop } from '../support/pitstop.js';
import { djangoPython } from '../support/python.js';

const PATIENCE = 300_000;
const BOOKSHOP = resolve('fixtures/_projects/bookshop');
const LEAVINGS = new Set(['__pycache__', 'db.sqlite3', 'media']);
const run = promisify(execFile);

interface Proof {
  readonly queries: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, string>>;
  readonly 'after a line is added': string;
  readonly 'after it is forgotten': string;
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function copyOfBookshop(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pitstop-properties-'));
  folders.push(folder);
  await cp(BOOKSHOP, folder, { recursive: true, filter: (source) => !LEAVINGS.has(basename(source)) });
  return folder;
}

async function proofOf(folder: string): Promise<Proof> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await run(await djangoPython(), [resolve('test/django/proofs/properties.py'), folder], { cwd: folder, env });
  return JSON.parse(stdout) as Proof;
}

describe('the bookshop before and after its properties are cached', () => {
  let before: Proof;
  let after: Proof;
  let fixed: string;
  beforeAll(async () => {
    fixed = await copyOfBookshop();
    before = await proofOf(fixed);
    await pitstop(fixed, 'fix', '--yes', '--suggested', '--only', 'cached-property');
    after = await proofOf(fixed);
  }, PATIENCE);

  it('runs the query of a property once an object, however often it is read', () => {
    expect(before.queries).toMatchObject({ 'one read': 1, 'two reads': 2, 'with postage': 2, 'a page': 3 });
    expect(after.queries).toMatchObject({ 'one read': 1, 'two reads': 1, 'with postage': 1, 'a page': 1 });
  });

  it('saves the api the query that `shipping_cost` repeats', () => {
    expect((before.queries['the api'] ?? 0) - (after.queries['the api'] ?? 0)).toBe(1);
  });

  it('gives the same values', () => {
    expect(after.values).toEqual(before.values);
  });

  it('keeps the value through `refresh_from_db`, and the snippet of the message forgets it', () => {
    expect(before['after a line is added']).toBe('5.00');
    expect(after['after a line is added']).toBe('0.00');
    expect(after['after it is forgotten']).toBe('5.00');
  });

  it('leaves alone what a test reads, changes and reads again, and what depends on the day', async () => {
    const models = await readFile(join(fixed, 'catalogue/models.py'), 'utf8');
    expect(models).toBe(await readFile(join(BOOKSHOP, 'catalogue/models.py'), 'utf8'));
    expect(await readFile(join(fixed, 'orders/models.py'), 'utf8')).toContain('@cached_property\n    def total(self)');
  });

  it('passes its checks and its own tests', async () => {
    const env = { ...process.env, DJANGO_SETTINGS_MODULE: 'bookshop.settings.test', PYTHONDONTWRITEBYTECODE: '1' };
    const manage = async (...args: readonly string[]): Promise<string> => (await run(await djangoPython(), ['manage.py', ...args], { cwd: fixed, env })).stderr;
    await manage('check');
    await manage('makemigrations', '--check', '--dry-run');
    expect(await manage('test')).toMatch(/^OK$/m);
  }, PATIENCE);
});

const SHELVES = {
  'shelves/__init__.py': '',
  'shelves/models.py': `from django.db import models


class Shelf(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=200)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE)
`,
  'shelves/views.py': `from django.views.generic import ListView

from .models import Book, Shelf


class ShelfView(ListView):
    template_name = "shelf.html"

    @property
    def shelf(self):
        return Shelf.objects.get(pk=self.kwargs["pk"])

    def get_queryset(self):
        return Book.objects.filter(shelf=self.shelf)

    def get_context_data(self, **kwargs):
        return super().get_context_data(shelf=self.shelf, **kwargs)
`,
};

async function visit(files: Readonly<Record<string, string>>): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'pitstop-shelves-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { stdout } = await run(await djangoPython(), [resolve('test/django/proofs/shelves.py'), folder]);
  return JSON.parse(stdout);
}

it('a view asks for its shelf once a request and anew in the next one', async () => {
  const { files, findings } = await runTexts(SHELVES, [{ transform: await loadTransform('cached-property') }], { encode });
  expect(findings.map(({ verdict }) => verdict)).toEqual(['safe']);
  const fixed = { ...SHELVES, ...Object.fromEntries(files.map(({ path, after }) => [path, after])) };
  expect(await visit(SHELVES)).toEqual({ queries: 3, pages: ['Crime: Gaudy Night', 'Murder: Gaudy Night'] });
  expect(await visit(fixed)).toEqual({ queries: 2, pages: ['Crime: Gaudy Night', 'Murder: Gaudy Night'] });
}, PATIENCE);
