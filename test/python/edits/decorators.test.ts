import { plain } from '../../../src/core/code.js';
import { addDecorator, addDecoratorKeywords, removeDecorator } from '../../../src/python/edits/decorators.js';
import { apply, deck, first, laidOut, problems, treeOf } from './deck.js';

const KEYWORDS = [['bind', plain('True')], ['max_retries', plain('3')]] as const;

describe('addDecoratorKeywords', () => {
  const isLong = ({ name }: { name: string }) => name.includes('long');
  const samples = [
    ...laidOut(deck('decorators').filter((sample) => !isLong(sample))),
    ...laidOut(deck('decorators').filter(isLong), ['as it stands', 'with CRLF', 'without a final newline']),
  ];

  it.each(samples)('adds to $name', ({ before, after }) => {
    expect(apply(before, addDecoratorKeywords(first(treeOf(before), 'decorator'), KEYWORDS))).toBe(after);
  });

  it('gives Python', () => {
    expect(problems(samples.flatMap(({ before, after }) => [before, after]))).toEqual([]);
  });

  it('fills a line of 88 characters and no more', () => {
    const fitting = `@${'t'.repeat(59)}\ndef restock():\n  pass\n`;
    const adding = (text: string) => apply(text, addDecoratorKeywords(first(treeOf(text), 'decorator'), KEYWORDS)).split('\n');
    expect(adding(fitting)[0]).toBe(`@${'t'.repeat(59)}(bind=True, max_retries=3)`);
    expect(adding(fitting.replace('@', '@tt'))[0]).toHaveLength(88);
    expect(adding(fitting.replace('@', '@ttt')).slice(1, 4)).toEqual(['  bind=True,', '  max_retries=3,', ')']);
  });
});

describe('removeDecorator', () => {
  it.each([
    ['@atomic\ndef sell(): pass\n', 'def sell(): pass\n'],
    ['@task\n@atomic(\n  using="x",\n)\ndef sell(): pass\n', '@task\ndef sell(): pass\n', 1],
    ['class Shop:\r\n\t@atomic\r\n\tdef sell(self): pass\r\n', 'class Shop:\r\n\tdef sell(self): pass\r\n'],
    ['@atomic  # all or nothing\ndef sell(): pass\n', '# all or nothing\ndef sell(): pass\n'],
    ['class Shop:\n    @atomic  # why\n    def sell(self): pass\n', 'class Shop:\n    # why\n    def sell(self): pass\n'],
  ])('takes off the line in %j', (before, after, at = 0) => {
    const decorator = treeOf(before).nodes('decorator')[at];
    expect(decorator && apply(before, removeDecorator(decorator))).toBe(after);
    expect(problems([after])).toEqual([]);
  });
});

describe('addDecorator', () => {
  it.each([
    ['def sell(): pass\n', '@atomic\ndef sell(): pass\n'],
    ['@task\n# why\nasync def sell(): pass\n', '@task\n# why\n@atomic\nasync def sell(): pass\n'],
    ['class Shop:\r\n\tdef sell(self): pass\r\n', 'class Shop:\r\n\t@atomic\r\n\tdef sell(self): pass\r\n'],
    ['def sell(): pass', '@atomic\ndef sell(): pass'],
  ])('puts it closest to the function in %j', (before, after) => {
    expect(apply(before, addDecorator(first(treeOf(before), 'function_definition'), plain('@atomic')))).toBe(after);
    expect(problems([after])).toEqual([]);
  });

  it('puts it on top of the others when asked', () => {
    const text = 'class Shop:\n    @task\n    def sell(self): pass\n';
    const edits = addDecorator(first(treeOf(text), 'function_definition'), plain('@atomic'), 'top');
    expect(apply(text, edits)).toBe('class Shop:\n    @atomic\n    @task\n    def sell(self): pass\n');
  });
});
