import { plain } from '../../../src/core/code.js';
import { addItem, removeItem, replaceItem } from '../../../src/python/edits/collections.js';
import type { PyNode } from '../../../src/python/tree.js';
import { apply, problems, treeOf } from './deck.js';

/** The collection on the right side of the first assignment. */
function collection(text: string): PyNode {
  return treeOf(text).nodes('assignment')[0]?.child('right') as PyNode;
}

const item = (text: string, name: string) => collection(text).named.find((node) => node.text.startsWith(name)) as PyNode;

describe('addItem', () => {
  const last = [
    ['X = []', 'X = ["new"]'],
    ['X = ()', 'X = ("new",)'],
    ['X = [ ]', 'X = ["new"]'],
    ['X = [\n]', 'X = [\n    "new",\n]'],
    ['X = (\n    # none\n)', 'X = (\n    # none\n    "new",\n)'],
    ['X = ["a"]', 'X = ["a", "new"]'],
    ['X = ("a",)', 'X = ("a", "new")'],
    ['X = ("a", "b",)', 'X = ("a", "b", "new",)'],
    ['X = (\n    "a",\n)', 'X = (\n    "a",\n    "new",\n)'],
    ['X = {"a", "b"}', 'X = {"a", "b", "new"}'],
    ['X = [*A, "b"]', 'X = [*A, "b", "new"]'],
    ['X = "a", "b"', 'X = "a", "b", "new"'],
    ['X = [\r\n  "a",  # first\r\n  # end\r\n]', 'X = [\r\n  "a",  # first\r\n  "new",\r\n  # end\r\n]'],
    ['X = [\n\t"a" # first\n]', 'X = [\n\t"a", # first\n\t"new"\n]'],
  ] as const;

  it.each(last)('puts it last in %j', (before, after) => {
    expect(apply(before, addItem(collection(before), plain('"new"'), 'last'))).toBe(after);
  });

  const firstPlace = [
    ['X = []', 'X = ["new"]'],
    ['X = ["a"]', 'X = ["new", "a"]'],
    ['X = ("a",)', 'X = ("new", "a",)'],
    ['X = [\n    # top\n    "a",\n]', 'X = [\n    "new",\n    # top\n    "a",\n]'],
    ['X = [  # all\n    "a",\n]', 'X = [  # all\n    "new",\n    "a",\n]'],
    ['X = ["a",\n     "b"]', 'X = ["new",\n     "a",\n     "b"]'],
    ['X = [\n    "a", "b",\n]', 'X = [\n    "new", "a", "b",\n]'],
    ['X = "a", "b"', 'X = "new", "a", "b"'],
  ] as const;

  it.each(firstPlace)('puts it first in %j', (before, after) => {
    expect(apply(before, addItem(collection(before), plain('"new"'), 'first'))).toBe(after);
  });

  const afterB = [
    ['X = ["a", "b", "c"]', 'X = ["a", "b", "new", "c"]'],
    ['X = [\n    "a",\n    "b",  # why\n    # then\n    "c",\n]', 'X = [\n    "a",\n    "b",  # why\n    "new",\n    # then\n    "c",\n]'],
    ['X = [\n    "a",\n    "b", "c",\n]', 'X = [\n    "a",\n    "b", "new", "c",\n]'],
    ['X = ["b",\n     "c"]', 'X = ["b",\n     "new",\n     "c"]'],
    ['X = ["a", "b",\n     "c"]', 'X = ["a", "b", "new",\n     "c"]'],
    ['X = ["a",\n     "b"]', 'X = ["a",\n     "b",\n     "new"]'],
    ['X = [\n    "a"\n    , "b"\n    , "c"\n]', 'X = [\n    "a"\n    , "b"\n    , "new", "c"\n]'],
  ] as const;

  it.each(afterB)('puts it behind an item in %j', (before, after) => {
    expect(apply(before, addItem(collection(before), plain('"new"'), { after: item(before, '"b"') }))).toBe(after);
  });

  const beforeB = [
    ['X = ["a", "b"]', 'X = ["a", "new", "b"]'],
    ['X = [\n    "a",  # why\n    # then\n    # b\n    "b",\n]', 'X = [\n    "a",  # why\n    "new",\n    # then\n    # b\n    "b",\n]'],
    ['X = [\n    "a",\n    # apart\n\n    "b",\n]', 'X = [\n    "a",\n    # apart\n\n    "new",\n    "b",\n]'],
    ['X = ["a",\n     "b"]', 'X = ["a",\n     "new",\n     "b"]'],
    ['X = ["a",\r\n\t"b"\r\n]', 'X = ["a",\r\n\t"new",\r\n\t"b"\r\n]'],
  ] as const;

  it.each(beforeB)('puts it in front of an item in %j', (before, after) => {
    expect(apply(before, addItem(collection(before), plain('"new"'), { before: item(before, '"b"') }))).toBe(after);
  });

  it.each([
    ['X = {}', 'X = {"KEY": 1}'],
    ['X = {"a": 1}', 'X = {"a": 1, "KEY": 1}'],
    ['X = {\n    "a": 1,\n    **b\n}', 'X = {\n    "a": 1,\n    **b,\n    "KEY": 1\n}'],
    ['X = {"a": {\n  "b": 2,\n}}', 'X = {"a": {\n  "b": 2,\n}, "KEY": 1}'],
  ])('adds a pair to %j', (before, after) => {
    expect(apply(before, addItem(collection(before), plain('"KEY": 1'), 'last'))).toBe(after);
    expect(problems([after])).toEqual([]);
  });

  it('gives Python', () => {
    expect(problems([...last, ...firstPlace, ...afterB, ...beforeB].flat())).toEqual([]);
  });
});

describe('removeItem', () => {
  const samples = [
    ['X = ["a", "b", "c"]', 'X = ["a", "c"]'],
    ['X = ("a", "b")', 'X = ("a",)'],
    ['X = ("b", "a")', 'X = ("a",)'],
    ['X = ("b", "a",)', 'X = ("a",)'],
    ['X = ("b",)', 'X = ()'],
    ['X = ["b"]', 'X = []'],
    ['X = "a", "b"', 'X = "a",'],
    ['X = "b",', 'X = ()'],
    ['X = (\n    "a",\n    "b"\n)', 'X = (\n    "a",\n)'],
    ['X = (\n    "b",\n    "a"\n)', 'X = (\n    "a",\n)'],
    ['X = [\n    "a",\n    "b"\n]', 'X = [\n    "a"\n]'],
    ['X = [\n    "a",  # one\n    "b",  # two\n    # end\n]', 'X = [\n    "a",  # one\n    # two\n    # end\n]'],
    ['X = {\n    "a": 1,\n    "b": {\n        "c": 2,\n    },\n}', 'X = {\n    "a": 1,\n}'],
  ] as const;

  it.each(samples)('takes it out of %j', (before, after) => {
    expect(apply(before, removeItem(item(before, '"b"')))).toBe(after);
  });

  it('gives Python', () => {
    expect(problems(samples.flat())).toEqual([]);
  });
});

describe('replaceItem', () => {
  it('changes the item alone', () => {
    const text = 'X = ["a",  # one\n  "b"]';
    expect(apply(text, replaceItem(item(text, '"a"'), plain('"new"')))).toBe('X = ["new",  # one\n  "b"]');
  });
});
