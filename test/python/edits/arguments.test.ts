import { plain } from '../../../src/core/code.js';
import { addKeywords, removeArgument, replaceValue } from '../../../src/python/edits/arguments.js';
import { fitsFString } from '../../../src/python/edits/fstrings.js';
import type { PyNode } from '../../../src/python/tree.js';
import { apply, deck, first, laidOut, problems, treeOf } from './deck.js';

const TIMEOUT = [['timeout', plain('5')]] as const;

function listOf(text: string): PyNode {
  const call = treeOf(text).nodes('call').find((node) => node.child('function')?.text === 'requests.get');
  return call?.child('arguments') as PyNode;
}

describe('addKeywords', () => {
  const samples = laidOut(deck('arguments'));

  it.each(samples)('adds behind the last argument: $name', ({ before, after }) => {
    expect(apply(before, addKeywords(listOf(before), TIMEOUT))).toBe(after);
  });

  it('gives Python', () => {
    expect(problems(samples.flatMap(({ before, after }) => [before, after]))).toEqual([]);
  });

  it.each([
    ['a tab in front of each argument', 'requests.get(\n\turl,\n)', 'requests.get(\n\turl,\n\ttimeout=5,\n)'],
    ['a form feed above', '\frequests.get(\n  url)\n', '\frequests.get(\n  url,\n  timeout=5)\n'],
    ['a form feed in the indentation', 'requests.get(\n\f  url)\n', 'requests.get(\n\f  url,\n  timeout=5)\n'],
    ['CRLF in a file of LF', 'a = 1\nrequests.get(\r\n    url,\r\n)\nb = 2\n', 'a = 1\nrequests.get(\r\n    url,\r\n    timeout=5,\r\n)\nb = 2\n'],
  ])('copies %s', (_, before, after) => {
    expect(apply(before, addKeywords(listOf(before), TIMEOUT))).toBe(after);
  });

  describe('in a file that keeps its lines short', () => {
    const URL = '"https://publisher.example.com/catalogue/books"';
    it.each([
      ['one line into three', `answer = requests.get(${URL}, headers=headers, a=1).json()`, `answer = requests.get(\n    ${URL}, headers=headers, a=1, timeout=5\n).json()`],
      ['one line into many', `requests.get(${URL}, headers=headers, ab=12345)`, `requests.get(\n    ${URL},\n    headers=headers,\n    ab=12345,\n    timeout=5,\n)`],
      ['three lines into many', `requests.get(\n    ${URL}, headers=headers, a=12345678\n)`, `requests.get(\n    ${URL},\n    headers=headers,\n    a=12345678,\n    timeout=5,\n)`],
      ['an indented line', `if url:\r\n\tanswer = requests.get(${URL}, headers=h)\r\n`, `if url:\r\n\tanswer = requests.get(\r\n\t\t${URL}, headers=h, timeout=5\r\n\t)\r\n`],
    ])('breaks %s', (_, before, after) => {
      expect(apply(before, addKeywords(listOf(before), TIMEOUT))).toBe(after);
      expect(problems([after])).toEqual([]);
    });

    it('shares the line of a single argument', () => {
      const before = 'requests.get(\n    url\n)';
      expect(apply(before, addKeywords(listOf(before), TIMEOUT))).toBe('requests.get(\n    url, timeout=5\n)');
    });

    it.each([
      ['with a comment behind it', `answer = requests.get(${URL}, headers=headers)  # no`],
      ['within other brackets', `answer = list(requests.get(${URL}, headers=headers, a=1))`],
      ['in an f-string', `answer = f"{requests.get(${URL.replaceAll('"', "'")}, headers=headers, a=1)}"`],
      ['that was too long before', `answer = requests.get(${URL}, a=1, b=2, c=3, d=4)`],
    ])('leaves a line %s in one piece', (_, before) => {
      expect(apply(before, addKeywords(listOf(before), TIMEOUT)).split('\n')).toHaveLength(1);
    });

    it.each([
      ['another limit', 'page = 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13 + 14 + 15 + 16 + 17 + 18 + 19'],
      ['none', `page = ${'1 + '.repeat(40)}1`],
    ])('keeps a line in a file that has %s', (_, line) => {
      const before = `${line}\nanswer = requests.get(${URL}, headers=h)`;
      expect(apply(before, addKeywords(listOf(before), TIMEOUT)).split('\n')).toHaveLength(2);
    });
  });

  it('puts several keywords on lines of their own or on one line, as the call does', () => {
    const two = [['timeout', plain('5')], ['stream', plain('True')]] as const;
    const long = 'requests.get(\n    url,  # why\n)';
    expect(apply('requests.get()', addKeywords(listOf('requests.get()'), two))).toBe('requests.get(timeout=5, stream=True)');
    expect(apply(long, addKeywords(listOf(long), two))).toBe('requests.get(\n    url,  # why\n    timeout=5,\n    stream=True,\n)');
  });

  it('lays out a value of several lines as the file is', () => {
    const text = 'def shelf():\r\n\trequests.get(\r\n\t\turl,\r\n\t)\r\n';
    const after = 'def shelf():\r\n\trequests.get(\r\n\t\turl,\r\n\t\theaders={\r\n\t\t\t"a": 1,\r\n\t\t},\r\n\t)\r\n';
    expect(apply(text, addKeywords(listOf(text), [['headers', plain('{\n    "a": 1,\n}')]]))).toBe(after);
  });

  it('carries the imports of its values', () => {
    const value = { text: 'LIMIT', imports: [{ module: 'shop.http', name: 'LIMIT' }] };
    const imports = addKeywords(listOf('requests.get(url)'), [['timeout', value]]).flatMap((edit) => edit.code.imports);
    expect(imports).toEqual([{ module: 'shop.http', name: 'LIMIT' }]);
  });

  it.each([
    ['class Book(): pass', 'class Book(metaclass=Base): pass'],
    ['class Book(Item): pass', 'class Book(Item, metaclass=Base): pass'],
    ['class Book(\n    Item,\n): pass', 'class Book(\n    Item,\n    metaclass=Base,\n): pass'],
  ])('adds to the class header %j', (before, after) => {
    const list = first(treeOf(before), 'class_definition').child('superclasses') as PyNode;
    expect(apply(before, addKeywords(list, [['metaclass', plain('Base')]]))).toBe(after);
  });
});

describe('code in the braces of an f-string', () => {
  it.each([
    [`f"{requests.get(url)}"`, `f"{requests.get(url, hooks='on')}"`],
    [`f'{requests.get(url)}'`, `f'{requests.get(url, hooks="on")}'`],
    [`f"""{requests.get(url)}"""`, `f"""{requests.get(url, hooks="on")}"""`],
    [`f"{x:>{requests.get(url)}}"`, `f"{x:>{requests.get(url, hooks='on')}}"`],
    [`f"{requests.get(part for part in url)}"`, `f"{requests.get((part for part in url), hooks='on')}"`],
  ])('does not end %s', (before, after) => {
    expect(apply(before, addKeywords(listOf(before), [['hooks', plain('"on"')]]))).toBe(after);
    expect(problems([after])).toEqual([]);
  });

  it.each([
    [`f"{requests.get(url)}"`, `"on"`, true],
    [`f"{requests.get(url)}"`, `"it's"`, false],
    [`f"{requests.get(url)}"`, `"a\\n"`, false],
    [`f"{f'{requests.get(url)}'}"`, `"on"`, false],
    [`f"{requests.get(url)}"`, `5`, true],
    [`requests.get(url)`, `"it's"`, true],
  ])('can tell whether %s takes %s', (text, value, fits) => {
    expect(fitsFString(plain(value), listOf(text))).toBe(fits);
  });
});

describe('replaceValue', () => {
  it.each([
    ['requests.get(url, timeout=None)', 'requests.get(url, timeout=5)'],
    ['requests.get(timeout = (1,\n  2), url=url)', 'requests.get(timeout = 5, url=url)'],
  ])('changes the value alone in %j', (before, after) => {
    expect(apply(before, replaceValue(first(treeOf(before), 'keyword_argument', 'timeout'), plain('5')))).toBe(after);
  });
});

describe('removeArgument', () => {
  const samples = [
    ['requests.get(url, timeout=5, stream=True)', 'requests.get(url, stream=True)'],
    ['requests.get(timeout=5, stream=True)', 'requests.get(stream=True)'],
    ['requests.get(url, timeout=5)', 'requests.get(url)'],
    ['requests.get(url, timeout=5,)', 'requests.get(url,)'],
    ['requests.get(timeout=5)', 'requests.get()'],
    ['requests.get(timeout=5,)', 'requests.get()'],
    ['requests.get(\n    timeout=5,\n)', 'requests.get()'],
    ['requests.get(\n    url,\n    timeout=5,\n    stream=True,\n)', 'requests.get(\n    url,\n    stream=True,\n)'],
    ['requests.get(\n    timeout=5,\n    stream=True\n)', 'requests.get(\n    stream=True\n)'],
    ['requests.get(\n    url,\n    timeout=5\n)', 'requests.get(\n    url\n)'],
    ['requests.get(\n    url,  # why\n    timeout=5\n)', 'requests.get(\n    url  # why\n)'],
    ['requests.get(\n    url,\n    timeout=5)', 'requests.get(\n    url)'],
    ['requests.get(\n    url,  # why\n    timeout=5)', 'requests.get(\n    url  # why\n    )'],
    ['requests.get(url,\n             timeout=5,\n             stream=True)', 'requests.get(url,\n             stream=True)'],
    ['requests.get(timeout=5,\n             stream=True)', 'requests.get(stream=True)'],
    ['requests.get(url, timeout=5,\n             stream=True)', 'requests.get(url,\n             stream=True)'],
    ['requests.get(\n    timeout=5, stream=True,\n)', 'requests.get(\n    stream=True,\n)'],
    ['requests.get(\n    url,\n    timeout=5,  # why\n    stream=True,\n)', 'requests.get(\n    url,\n    # why\n    stream=True,\n)'],
    ['requests.get(\n    # how long\n    timeout=5,\n)', 'requests.get(\n    # how long\n)'],
    ['requests.get(timeout=5  # how long\n)', 'requests.get(  # how long\n)'],
    ['requests.get(\r\n    url,\r\n    timeout=5,\r\n)\r\n', 'requests.get(\r\n    url,\r\n)\r\n'],
  ] as const;

  it.each(samples)('takes it out of %j', (before, after) => {
    expect(apply(before, removeArgument(first(treeOf(before), 'keyword_argument', 'timeout')))).toBe(after);
  });

  it('gives Python', () => {
    expect(problems(samples.map(([, after]) => after))).toEqual([]);
  });
});
