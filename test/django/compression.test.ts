import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runTexts } from '../../src/engine/run.js';
import { loadTransform } from '../../src/source/catalogue.js';
import { encode } from '../../src/source/encoding.js';
import { djangoPython } from '../support/python.js';

const PATIENCE = 300_000;
const run = promisify(execFile);

const SETTINGS = `SECRET_KEY = "not a secret"
ROOT_URLCONF = "bookshop.urls"
ALLOWED_HOSTS = ["*"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "bookshop.banner.BannerMiddleware",
    "django.middleware.common.CommonMiddleware",
]
`;

const FILES = {
  'bookshop/__init__.py': '',
  'bookshop/settings.py': SETTINGS,
  'bookshop/urls.py': `from django.http import HttpResponse
from django.urls import path

BOOKS = "".join(f"<li>Book {number}</li>" for number in range(500))

urlpatterns = [
    path("", lambda request: HttpResponse(f"<body><ul>{BOOKS}</ul></body>")),
    path("health/", lambda request: HttpResponse("fine")),
]
`,
  'bookshop/banner.py': `class BannerMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.content = response.content.replace(b"<body>", b"<body><b>Sale</b>")
        return response
`,
};

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function answers(files: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'pitstop-gzip-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { stdout } = await run(await djangoPython(), [resolve('test/django/proofs/compression.py'), folder]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function fixed(): Promise<Record<string, string>> {
  const { files } = await runTexts(FILES, [{ transform: await loadTransform('gzip-middleware') }], { encode });
  return { ...FILES, ...Object.fromEntries(files.map(({ path, after }) => [path, after])) };
}

it('before the fix nothing is compressed', async () => {
  expect(await answers(FILES)).toMatchObject({ encoding: null, smaller: false });
}, PATIENCE);

it('after the fix pages are compressed, hold the same bytes and answer a second visit with 304', async () => {
  expect(await answers(await fixed())).toEqual({
    encoding: 'gzip',
    'same body': true,
    smaller: true,
    'same etag': true,
    'status of a second visit': 304,
    vary: 'Accept-Encoding',
    tiny: null,
  });
}, PATIENCE);

it('in the place that the fix avoids, below ConditionalGetMiddleware, no second visit is answered with 304', async () => {
  const low = SETTINGS.replace('    "bookshop.banner', '    "django.middleware.gzip.GZipMiddleware",\n    "bookshop.banner');
  expect(await answers({ ...FILES, 'bookshop/settings.py': low })).toMatchObject({ encoding: 'gzip', 'same etag': false, 'status of a second visit': 200 });
}, PATIENCE);
