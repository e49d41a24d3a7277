import type { ImportNeed } from '../../../src/core/types.js';
import { importEdits } from '../../../src/python/edits/imports.js';
import type { PyModule } from '../../../src/python/module.js';
import { openModule } from '../../../src/python/open.js';
import { apply, deck, laidOut, problems } from './deck.js';

function moduleOf(text: string): PyModule {
  const opened = openModule({ path: 'shop/orders/views.py', name: 'shop.orders.views', text }, () => null);
  if ('problem' in opened) throw new Error(opened.problem);
  return opened.module;
}

/** What stands behind the `|` in the name of a case. */
function needsOf(name: string): ImportNeed[] {
  const listed = / \| ([^,]*)/.exec(name)?.[1] ?? '';
  return listed.split(' ').map((need) => {
    const [module = '', imported = null] = need.split(':');
    return { module, name: imported };
  });
}

describe('importEdits', () => {
  const samples = [
    ...laidOut(deck('imports'), ['as it stands', 'with CRLF']),
    ...laidOut(deck('imports').filter(({ before }) => before.includes('import')), ['without a final newline']),
  ];

  it.each(samples.filter(({ before }) => before !== ''))('$name', ({ name, before, after }) => {
    expect(apply(before, importEdits(moduleOf(before), needsOf(name)))).toBe(after);
  });

  it.each(samples)('needs nothing more once it is there: $name', ({ name, after }) => {
    expect(importEdits(moduleOf(after), needsOf(name))).toEqual([]);
  });

  it('gives Python', () => {
    expect(problems(samples.flatMap(({ before, after }) => [before, after]))).toEqual([]);
  });

  it('keeps apart what another file of the project defines', () => {
    const books = openModule({ path: 'books/models.py', name: 'books.models', text: 'class Book: pass\n' }, () => null);
    const text = 'import os\n\nfrom books.models import Book\n';
    const opened = openModule({ path: 'orders/views.py', name: 'orders.views', text }, (name) =>
      name === 'books.models' && 'module' in books ? books.module : null,
    );
    const needs = [{ module: 'requests', name: null }, { module: 'books.prices', name: 'Price' }];
    const after = 'import os\n\nimport requests\n\nfrom books.models import Book\nfrom books.prices import Price\n';
    expect('module' in opened && apply(text, importEdits(opened.module, needs))).toBe(after);
  });

  it('refuses to give one name two meanings', () => {
    const needs = [{ module: 'requests', name: 'Timeout' }, { module: 'httpx', name: 'Timeout' }];
    expect(() => importEdits(moduleOf(''), needs)).toThrow('Timeout is wanted from requests and from httpx');
  });

  it('copies tabs', () => {
    const text = 'from functools import (\n\tcache,\n)\n';
    const after = 'from functools import (\n\tcache,\n\twraps,\n)\n';
    expect(apply(text, importEdits(moduleOf(text), [{ module: 'functools', name: 'wraps' }]))).toBe(after);
  });

  it('writes the first line of an empty file', () => {
    expect(apply('', importEdits(moduleOf(''), [{ module: 'logging', name: null }]))).toBe('import logging\n');
  });
});
