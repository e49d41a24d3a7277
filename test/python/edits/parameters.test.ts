import { addFirstParameter } from '../../../src/python/edits/parameters.js';
import { apply, deck, first, laidOut, problems, treeOf } from './deck.js';

describe('addFirstParameter', () => {
  const samples = laidOut(deck('parameters'));

  it.each(samples)('adds in front of $name', ({ before, after }) => {
    const definition = treeOf(before).nodes('function_definition').find((node) => node.child('name')?.text === 'restock');
    expect(definition && apply(before, addFirstParameter(definition, 'self'))).toBe(after);
  });

  it('gives Python', () => {
    expect(problems(samples.flatMap(({ before, after }) => [before, after]))).toEqual([]);
  });

  it('takes an annotation along', () => {
    const text = 'def restock(book): pass\n';
    expect(apply(text, addFirstParameter(first(treeOf(text), 'function_definition'), 'self: Task'))).toBe('def restock(self: Task, book): pass\n');
  });
});
