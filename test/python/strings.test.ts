import { leadingText, literalText, quoteOf } from '../../src/python/strings.js';
import { moduleOf } from '../support/project.js';

/** The module, and the argument of its only `here(…)`. */
function here(text: string) {
  const module = moduleOf({ 'shop/views.py': text });
  const call = module.tree.nodes('call').find((node) => node.child('function')?.text === 'here');
  const node = call?.child('arguments')?.named[0];
  if (node === undefined) throw new Error('no here(…)');
  return { module, node };
}

describe('literalText', () => {
  it.each([
    ['here("isbn")', 'isbn'],
    ["here('')", ''],
    ['here("""two\nlines""")', 'two\nlines'],
    ['here(f"isbn")', 'isbn'],
    ['here(f"isbn{n}")', null],
    ['here("a\\n")', null],
    ['here(isbn)', null],
    ['here(978)', null],
  ])('%j', (text, expected) => {
    expect(literalText(here(text).node)).toBe(expected);
  });
});

describe('leadingText', () => {
  it.each([
    ['here("https://a.example.com/b")', 'https://a.example.com/b', true],
    ['here("https://a" ".example.com")', 'https://a.example.com', true],
    ['here("https://a/" + isbn)', 'https://a/', false],
    ['here("https://a/" + "b")', 'https://a/b', true],
    ['here("https://a/%s/b" % isbn)', 'https://a/', false],
    ['here("https://a/{}/b".format(isbn))', 'https://a/', false],
    ['here(f"https://a/{isbn}/b")', 'https://a/', false],
    ['API = "https://a"\nhere(f"{API}/b")', 'https://a/b', true],
    ['API = "https://a"\nhere(API + "/b" + isbn)', 'https://a/b', false],
    ['class C:\n    API = "https://a"\n    def f(self):\n        here(self.API + "/b")', 'https://a/b', true],
    ['API = "a" if live else "b"\nhere(API)', '', false],
    ['A = B\nB = A\nhere(A)', '', false],
    ['here(url)', '', false],
    ['here(978)', '', false],
  ])('%j', (text, expected, whole) => {
    const { module, node } = here(text);
    expect(leadingText(node, module)).toEqual({ text: expected, whole });
  });
});

describe('quoteOf', () => {
  it.each([
    ["a = 'x', 'y', \"it's\"", "'"],
    ['a = "x", \'y\', "z"', '"'],
    ['a = "x", \'y\'', '"'],
    ['a = 1', '"'],
    ["a = f'{x}'", "'"],
  ])('%j', (text, expected) => {
    expect(quoteOf(moduleOf({ 'shop/views.py': text }).tree)).toBe(expected);
  });
});
