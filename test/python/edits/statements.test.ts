import { code, plain } from '../../../src/core/code.js';
import { insertAfter, insertBefore, insertFirst } from '../../../src/python/edits/statements.js';
import type { PyNode } from '../../../src/python/tree.js';
import { apply, deck, first, laidOut, problems, treeOf } from './deck.js';

const NOW = plain('now = 1');

const sale = (text: string) => first(treeOf(text), 'call', 'sell(book)');

describe.each([
  ['insertBefore', 'statements-before', insertBefore],
  ['insertAfter', 'statements-after', insertAfter],
])('%s', (_, name, insertion) => {
  const samples = laidOut(deck(name));

  it.each(samples)('adds a line beside a statement: $name', ({ before, after }) => {
    expect(apply(before, insertion(sale(before), NOW))).toBe(after);
  });

  it('gives Python', () => {
    expect(problems(samples.flatMap(({ before, after }) => [before, after]))).toEqual([]);
  });
});

describe('insertBefore', () => {
  it.each([
    ['#!/usr/bin/env python\nsell(book)\n', '#!/usr/bin/env python\nnow = 1\nsell(book)\n'],
    ['# -*- coding: utf-8 -*-\n# the shop\nsell(book)\n', '# -*- coding: utf-8 -*-\nnow = 1\n# the shop\nsell(book)\n'],
    ['\fsell(book)\n', '\fnow = 1\nsell(book)\n'],
    ['a = 1\r\nsell(book)\nb = 2\n', 'a = 1\r\nnow = 1\nsell(book)\nb = 2\n'],
  ])('leaves the head of the file and the line ends around as they are: %j', (before, after) => {
    expect(apply(before, insertBefore(sale(before), NOW))).toBe(after);
  });

  it('goes above the decorators of a definition', () => {
    const text = '@task\ndef sell(): pass\n';
    expect(apply(text, insertBefore(first(treeOf(text), 'function_definition'), NOW))).toBe('now = 1\n@task\ndef sell(): pass\n');
  });

  it('gives code of several lines the indentation of the file, but not inside strings', () => {
    const text = 'def shop():\r\n\tsell(book)\r\n';
    const added = plain('if now:\n    text = """a\n    b"""\n\n    count(\n        1)');
    const after = 'def shop():\r\n\tif now:\r\n\t\ttext = """a\r\n    b"""\r\n\r\n\t\tcount(\r\n\t\t\t1)\r\n\tsell(book)\r\n';
    expect(apply(text, insertBefore(sale(text), added))).toBe(after);
    expect(problems([after])).toEqual([]);
  });

  it('carries imports', () => {
    const added = code`now = ${{ text: 'timezone', imports: [{ module: 'django.utils', name: 'timezone' }] }}.now()`;
    const imports = insertBefore(sale('if shop: sell(book)'), added).flatMap((edit) => edit.code.imports);
    expect(imports).toEqual([{ module: 'django.utils', name: 'timezone' }]);
  });
});

describe('insertFirst', () => {
  const body = (text: string) => treeOf(text).nodes('block')[0] as PyNode;
  const samples = [
    ['class Book:\n    title = 1\n', 'class Book:\n    now = 1\n    title = 1\n'],
    ['class Book:\n    """One copy."""\n\n    title = 1\n', 'class Book:\n    """One copy."""\n    now = 1\n\n    title = 1\n'],
    ['class Book:\n    # why\n    title = 1\n', 'class Book:\n    now = 1\n    # why\n    title = 1\n'],
    ['class Book:\n  pass  # yet\n', 'class Book:\n  now = 1  # yet\n'],
    ['class Book: pass\n', 'class Book:\n    now = 1\n'],
    ['class Book: "One copy."\n', 'class Book:\n    "One copy."\n    now = 1\n'],
    ['class Book:\n\t"""One."""\n\tpass', 'class Book:\n\t"""One."""\n\tnow = 1'],
    ['def sell(): return 1\r\n', 'def sell():\r\n    now = 1\r\n    return 1\r\n'],
    ['def sell():\n    f"""no {docstring}"""\n', 'def sell():\n    now = 1\n    f"""no {docstring}"""\n'],
    ['class Book:\n    pass\n    title = 1\n', 'class Book:\n    now = 1\n    pass\n    title = 1\n'],
  ] as const;

  it.each(samples)('adds behind the docstring of %j', (before, after) => {
    expect(apply(before, insertFirst(body(before), NOW))).toBe(after);
  });

  it('gives Python', () => {
    expect(problems(samples.flat())).toEqual([]);
  });
});
