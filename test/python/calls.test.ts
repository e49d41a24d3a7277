import { argument, readCall } from '../../src/python/calls.js';
import { parse, type PyNode } from '../../src/python/tree.js';

function call(text: string): PyNode {
  const parsed = parse(`${text}\n`);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return [...parsed.tree.nodes('call'), ...parsed.tree.nodes('class_definition')][0] as PyNode;
}

const texts = (nodes: Iterable<PyNode>) => [...nodes].map((node) => node.text);

describe('readCall', () => {
  it('sorts what a call was given', () => {
    const given = readCall(call('order(book, # why\n  "a" "b", *rest, count=1, **options, now = True)'));
    expect(texts(given.positional)).toEqual(['book', '"a" "b"']);
    expect([...given.keywords.keys()]).toEqual(['count', 'now']);
    expect(texts(given.keywords.values())).toEqual(['count=1', 'now = True']);
    expect(texts(given.starred)).toEqual(['*rest']);
    expect(texts(given.mappings)).toEqual(['**options']);
    expect(given.generator).toBeNull();
  });

  it('does not take a backslash for an argument', () => {
    expect(texts(readCall(call('order(book, \\\n  count)')).positional)).toEqual(['book', 'count']);
  });

  it('takes a generator for the only argument', () => {
    const given = readCall(call('sum(price for price in prices)'));
    expect(given.generator?.text).toBe('(price for price in prices)');
    expect(given.positional).toEqual([given.generator]);
    expect(given.list).toBe(given.generator);
  });

  it('reads a class header', () => {
    const given = readCall(call('class Book(Item, metaclass=Base): pass'));
    expect(texts(given.positional)).toEqual(['Item']);
    expect([...given.keywords.keys()]).toEqual(['metaclass']);
  });
});

describe('argument', () => {
  const timeout = { name: 'timeout', position: 2 };

  it.each([
    ['fetch(url, timeout=5)', '5'],
    ['fetch(url, data, 5)', '5'],
    ['fetch(url, *rest, timeout=5)', '5'],
    ['fetch(url, timeout=5, **options)', '5'],
    ['fetch(url, **{"timeout": 5})', '5'],
    ["fetch(url, **({'data': 1, 'timeout': (3, 5)}))", '(3, 5)'],
    ['fetch(url, **{**options, "timeout": 5})', '5'],
    ['fetch(url, **{**{"timeout": 5}})', '5'],
    ['fetch(url, **options, **{"timeout": 5})', '5'],
    ['fetch(*(url, data, 5))', '5'],
    ['fetch(url, data, 5, *rest)', '5'],
    ['fetch(url, *[data], 5)', '5'],
  ])('finds it in %s', (text, value) => {
    const given = argument(call(text), timeout);
    expect(given.kind === 'given' ? given.value.text : given.kind).toBe(value);
  });

  it.each([
    'fetch()',
    'fetch(url, data)',
    'fetch(part for part in parts)',
    'fetch(url, **{})',
    'fetch(url, **{"data": 1, "stream": True})',
    'fetch(*[url, data])',
    'fetch(url, data=timeout)',
  ])('knows that %s lacks it', (text) => {
    expect(argument(call(text), timeout)).toEqual({ kind: 'absent' });
  });

  it.each([
    ['fetch(url, **options)', '**options'],
    ['fetch(url, **{name: 5})', '**{name: 5}'],
    ['fetch(url, **{f"{name}": 5})', '**{f"{name}": 5}'],
    ['fetch(url, **{"time\\x6fut": 5})', '**{"time\\x6fut": 5}'],
    ['fetch(url, **{"timeout": 5, **options})', '**options'],
    ['fetch(url, **dict(timeout=5))', '**dict(timeout=5)'],
    ['fetch(*rest)', '*rest'],
    ['fetch(url, *rest)', '*rest'],
    ['fetch(*rest, data, 5)', '*rest'],
    ['fetch(*(url, *rest))', '*rest'],
  ])('cannot tell in %s', (text, because) => {
    const given = argument(call(text), timeout);
    expect(given.kind === 'unknown' ? given.because.text : given.kind).toBe(because);
  });

  it('cares for no position where the parameter is keyword only', () => {
    expect(argument(call('fetch(*rest)'), { name: 'timeout', position: null })).toEqual({ kind: 'absent' });
  });
});
