import { highlight, languageOf } from '../../src/report/highlight.js';

const inWords = (text: string, language: 'python' | 'html' | 'plain'): string[][] =>
  highlight(text, language).map((line) => line.filter(({ kind }) => kind !== 'plain').map((token) => `${token.kind} ${token.text}`));

describe('highlight', () => {
  test('names what the pieces of Python are', () => {
    const source = '@shared_task\ndef ship(order, by=3):\n    return print("sent", None)  # by post\n';
    expect(inWords(source, 'python')).toEqual([
      ['decorator @shared_task'],
      ['keyword def', 'name ship', 'number 3'],
      ['keyword return', 'builtin print', 'string "sent"', 'keyword None', 'comment # by post'],
      [],
    ]);
  });

  test('a string over several lines is a string on each', () => {
    expect(inWords('"""Books\nof the shop."""\n', 'python')).toEqual([['string """Books'], ['string of the shop."""'], []]);
  });

  test.each([
    ['python', 'def f():\r\n\treturn f"{a + 1!r} é😀"\r\n\n# end'],
    ['html', '<p class="a">{% if x %}\n  {{ y|date:"c" }}</p>\n<!-- {# no #} -->\n'],
    ['plain', 'Django==5.2\n\n'],
  ] as const)('the tokens of %s lose no character', (language, text) => {
    const lines = highlight(text, language).map((line) => line.map((token) => token.text).join(''));
    expect(lines.join('\n')).toBe(text);
  });

  test('template tags stand out from the HTML around them', () => {
    expect(inWords('<a href="{% url \'book\' %}">{{ book.title }}</a>', 'html')[0]).toEqual(
      expect.arrayContaining(['keyword a', 'builtin href', "decorator {% url 'book' %}", 'decorator {{ book.title }}']),
    );
  });

  test('the language follows from the path', () => {
    expect(['shop/models.py', 'shop/index.html', 'requirements.txt'].map(languageOf)).toEqual(['python', 'html', 'plain']);
  });
});
