import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { holdingAll, patternOf, prefilter } from '../../src/source/prefilter.js';
import { folder, removeFolders } from '../support/folder.js';

afterAll(removeFolders);

const HTTP = ['requests', 'urllib.request', 'http.client'];

function imports(source: string, modules = HTTP): boolean {
  return patternOf({ literals: [], imports: modules }).test(Buffer.from(source).toString('latin1'));
}

describe('a pattern of imports', () => {
  it.each([
    'import requests',
    'import requests as r',
    'import\trequests',
    'import\frequests',
    'import os, requests',
    'import os as o , requests.adapters as a',
    'import os, \\\n    requests',
    'import os, \\\r\n  requests',
    'from requests import get',
    'from requests.adapters import HTTPAdapter',
    'from \\\n  requests import get',
    'from\\\n requests import get',
    'import a; import requests',
    'if x: import requests',
    'try: import requests\nexcept ImportError: requests = None',
    'class Shop:\n\tdef sell(self):\n\t\timport requests',
    '\ufeffimport requests',
    'import كتب, requests',
    'from كتب import requests',
    'import urllib.request',
    'import urllib . request',
    'import urllib. request',
    'import urllib.\\\n request',
    'import urllib',
    'import urllib as u',
    'from urllib.request import urlopen',
    'from urllib import request',
    'from urllib import parse, request as r',
    'from urllib import (\n    parse,\n    request,\n)',
    'from http import client',
    'from .compat import requests',
    'from shop.compat import (  # noqa\n    Book,\n    requests,\n)',
    'from shop.compat import(requests)',
    'import reimport, requests',
    'import important, importlib, requests',
  ])('matches %j', (source) => {
    expect(imports(source)).toBe(true);
  });

  it.each([
    'import requests_mock',
    'import my_requests',
    'from shop.requests import get',
    'from .requests import get',
    'from django.http import HttpResponse',
    'import urllib.parse',
    'from urllib.parse import quote, requests_path',
    'import http.cookies',
    'import books\nrequests = 1',
    'def sell(requests): pass',
    'important = requests',
    `note = "${'import from the shop, '.repeat(90_000)}"`,
    `import (${'import books, '.repeat(140_000)}`,
    'import books\\\n'.repeat(140_000),
  ])('does not match %#', (source) => {
    expect(imports(source)).toBe(false);
  });

  it('knows a module three levels down', () => {
    const modules = ['django.core.cache'];
    expect(imports('from django.core import cache', modules)).toBe(true);
    expect(imports('from django.core.cache.backends import redis', modules)).toBe(true);
    expect(imports('from django.core.mail import send_mail', modules)).toBe(false);
    expect(imports('from django.conf import settings', modules)).toBe(false);
  });
});

describe('a pattern of literals', () => {
  it('takes them as they are', () => {
    const pattern = patternOf({ literals: ['.retry(', 'متجر'] });
    expect(pattern.test('self.retry(')).toBe(true);
    expect(pattern.test('self_retry(')).toBe(false);
    expect(pattern.test(Buffer.from("'متجر'").toString('latin1'))).toBe(true);
  });

  it('wants an import as well if there are any', () => {
    const pattern = patternOf({ literals: ['retry'], imports: ['celery'] });
    expect(pattern.test('import celery\nretry')).toBe(true);
    expect(pattern.test('import celery')).toBe(false);
    expect(pattern.test('retry')).toBe(false);
  });
});

describe('a pattern of what is looked at anyway', () => {
  it('needs neither the literals nor an import', () => {
    const pattern = patternOf({ literals: ['retry'], imports: ['celery'], anyway: ['self.session.get('] });
    const tested = ['import celery\nretry()', 'self.session.get(url)', 'import celery', 'session.get(url)'].map((text) => pattern.test(text));
    expect(tested).toEqual([true, true, false, false]);
  });
});

describe('a pattern of imports with names', () => {
  const wanted = [{ module: 'requests', names: ['get', 'Session'] }, 'socket'];
  const matches = (source: string): boolean => patternOf({ literals: [], imports: wanted }).test(source);

  it.each([
    'import requests',
    'import os, requests as web',
    'from requests import get',
    'from requests import HTTPError, Session as S',
    'from requests import (\n    HTTPError,  # why\n    get,\n)',
    'from requests import HTTPError, \\\n    get',
    'from requests.api import get',
    'from requests import *',
    'from requests import HTTPError\nimport socket',
    'from requests.exceptions import HTTPError\nimport requests',
  ])('finds %j', (source) => {
    expect(matches(source)).toBe(true);
  });

  it.each(['from requests import HTTPError', 'from requests.exceptions import (\n    HTTPError,\n)\nget()', 'from requests import HTTPError\nget()'])(
    'passes %j',
    (source) => {
      expect(matches(source)).toBe(false);
    },
  );
});

describe('prefilter', () => {
  const BOOK = /Book/;
  const AUTHOR = /Author/;

  it('tells for each file which patterns match', () => {
    const root = folder({ 'a.py': 'Book', 'b.py': 'Order', 'c.py': 'Author Book', 'd.py': 'Author', 'e.py': '' });
    expect(prefilter(root, ['a.py', 'b.py', 'c.py', 'd.py', 'e.py'], [BOOK, AUTHOR])).toEqual({
      candidates: [
        { path: 'a.py', groups: 1, size: 4 },
        { path: 'c.py', groups: 3, size: 11 },
        { path: 'd.py', groups: 2, size: 6 },
      ],
      read: 5,
      skipped: [],
    });
  });

  it('does not see the end of a longer file read before', () => {
    const root = folder({ 'long.py': 'Author Author Book', 'short.py': 'Author' });
    expect(prefilter(root, ['long.py', 'short.py'], [BOOK]).candidates).toEqual([{ path: 'long.py', groups: 1, size: 18 }]);
  });

  it('skips a file over the size limit and tells its size', () => {
    const root = folder({ 'data.py': Buffer.alloc(20 * 1024 * 1024, 'x'), 'most.py': Buffer.alloc(2 * 1024 * 1024, 'x') });
    expect(prefilter(root, ['data.py', 'most.py'], [/x/])).toEqual({
      candidates: [{ path: 'most.py', groups: 1, size: 2 * 1024 * 1024 }],
      read: 1,
      skipped: [{ path: 'data.py', reason: 'too-large', detail: '20.0 MB; the limit is 2.0 MB' }],
    });
  });

  it('skips a binary and UTF-16', () => {
    const root = folder({ 'image.py': Buffer.from('Book\0\x01'), 'wide.py': Buffer.from('\ufeffBook', 'utf16le') });
    expect(prefilter(root, ['image.py', 'wide.py'], [BOOK]).skipped).toEqual([
      { path: 'image.py', reason: 'binary', detail: 'NUL byte at offset 4' },
      { path: 'wide.py', reason: 'not-decodable', detail: 'UTF-16, which Python does not read' },
    ]);
  });

  it('skips what cannot be read, and does not wait for a pipe', () => {
    const root = folder({ 'book.py': 'Book' });
    mkdirSync(join(root, 'folder.py'));
    symlinkSync('nothing', join(root, 'dangling.py'));
    execFileSync('mkfifo', [join(root, 'pipe.py')]);
    expect(prefilter(root, ['folder.py', 'dangling.py', 'pipe.py', 'book.py'], [BOOK])).toEqual({
      candidates: [{ path: 'book.py', groups: 1, size: 4 }],
      read: 1,
      skipped: [
        { path: 'folder.py', reason: 'unreadable', detail: 'is a directory' },
        { path: 'dangling.py', reason: 'unreadable', detail: 'no such file' },
        { path: 'pipe.py', reason: 'unreadable', detail: 'not a regular file' },
      ],
    });
  });

  it('finds by the common sign of several transforms what each of them finds alone', () => {
    const sources = ['import celery\n.retry(', 'import celery', '.retry(', 'self.session.get(url)', 'session.get(url)', '# pitstop: ignore', 'Book'];
    const root = folder(Object.fromEntries(sources.map((source, at) => [`${at}.py`, source])));
    const patterns = [patternOf({ literals: ['.retry('], imports: ['celery'], anyway: ['self.session.', 'my_session.'] }), patternOf({ literals: ['pitstop:'] })];
    const { candidates } = prefilter(root, sources.map((_, at) => `${at}.py`), patterns);
    expect(candidates.map(({ path, groups }) => [path, groups])).toEqual([['0.py', 1], ['3.py', 1], ['5.py', 2]]);
  });

  it('looks into every file where one of the patterns says nothing of a sign', () => {
    const root = folder({ 'a.py': 'Book', 'b.py': 'Order' });
    const { candidates } = prefilter(root, ['a.py', 'b.py'], [patternOf({ literals: [] }), patternOf({ literals: ['Book'] })]);
    expect(candidates.map(({ groups }) => groups)).toEqual([3, 1]);
  });

  it('takes a file that holds one string of each group', () => {
    const root = folder({ 'a.py': 'Book Author', 'b.py': 'Author', 'c.py': 'Order Writer' });
    const patterns = [holdingAll([['Book', 'Order'], ['Author', 'Writer']]), holdingAll([['Writer']])];
    const { candidates } = prefilter(root, ['a.py', 'b.py', 'c.py'], patterns);
    expect(candidates.map(({ path, groups }) => [path, groups])).toEqual([['a.py', 1], ['c.py', 3]]);
  });

  it('refuses more patterns than a number has bits', () => {
    expect(() => prefilter('.', [], Array.from({ length: 32 }, () => BOOK))).toThrow(RangeError);
  });
});
