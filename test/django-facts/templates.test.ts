import { hasControls, filesOf, hasMarker, loopsOver, pageOf, readsOf, type Page } from '../../src/django/templates/query.js';
import { templatesFacts } from '../../src/django/templates/source.js';
import type { TemplateLeaf, TemplatesData } from '../../src/django/templates/types.js';
import { gather } from '../support/gather.js';

type Files = Readonly<Record<string, string>>;

const LIST = 'shop/templates/shop/book_list.html';

function templates(files: Files): TemplatesData {
  return gather(templatesFacts, files);
}

function leaf(text: string): TemplateLeaf {
  const found = templates({ [LIST]: text }).files[LIST];
  if (found === undefined) throw new Error('no template');
  return found;
}

/** The page of the list, with what it extends and includes. */
function page(text: string, more: Files = {}): Page {
  return pageOf(templates({ [LIST]: text, ...more }), LIST);
}

/** What a page reads of a name, in words: `books.*.title|upper by url`. */
function reads(of: Page, name: string): string[] {
  return readsOf(of, name).map(({ chain, item: { filters, tag } }) => [[chain.join('.'), ...filters].join('|'), ...(tag === '' ? [] : [`by ${tag}`])].join(' '));
}

describe('what a template reads', () => {
  test.each([
    ['a variable and what hangs on it', '{{ book.author.name }}', ['book.author.name']],
    ['filters in order, with quoted arguments that look like filters', '{{ book.title|default:"a|b"|upper }}', ['book.title|default|upper']],
    ['what a filter is given', '{{ price|add:book.vat }}', ['book.vat']],
    ['both sides of a condition', '{% if book.stock > 3 and not book.sold %}{% endif %}', ['book.stock by if', 'book.sold by if']],
    ['arguments of a tag, named ones too', '{% url "book" book.isbn ref=book.pk %}', ['book.isbn by url', 'book.pk by url']],
    ['arguments of a tag that nobody knows', '{% stars book %}', ['book by stars']],
    ['nothing in a comment of one line', '{# {{ book.title }} #}', []],
    ['nothing in a comment of several', '{% comment "later" %}{{ book.title }}{% endcomment %}', []],
    ['nothing between verbatim tags, whatever their name', '{% verbatim cart %}{{ book }}{% endverbatim %}{{ book }}{% endverbatim cart %}', []],
    ['nothing in a text', '{{ "book.title" }}', []],
    ['nothing over two lines: Django takes that for text', '{{ book\n.title }}', []],
  ])('%s', (_, text, expected) => {
    expect(reads(page(text), 'book')).toEqual(expected);
  });

  test('what a name of `with` stands for', () => {
    expect(reads(page('{% with writer=book.author %}{{ writer.name }}{% endwith %}{{ writer }}'), 'book')).toEqual(['book.author by with', 'book.author.name']);
    expect(reads(page('{% with book.author as writer %}{{ writer.name }}{% endwith %}'), 'book')).toEqual(['book.author by with', 'book.author.name']);
  });

  test('the items of a loop, and of a loop in it', () => {
    const text = '{% for book in books %}{{ book.title }}{% for tag in book.tags.all %}{{ tag.name }}{% endfor %}{% endfor %}{{ book.title }}';
    expect(reads(page(text), 'books')).toEqual(['books by for', 'books.*.title', 'books.*.tags.all by for', 'books.*.tags.all.*.name']);
    expect(reads(page(text), 'book')).toEqual(['book.title']);
  });

  test('a name that a tag gives hides the context', () => {
    expect(reads(page('{% regroup books by author as groups %}{{ groups.0 }}'), 'groups')).toEqual([]);
  });
});

describe('loops', () => {
  test('say what stands around them, innermost first', () => {
    const [loop] = leaf('<div class="box"><table><tbody>{% for book in books %}<tr></tr>{% endfor %}</tbody></table></div>').loops;
    expect(loop?.around.map(({ tag }) => tag)).toEqual(['tbody', 'table', 'div']);
  });

  test('are not fooled by a `>` in a template tag of an attribute', () => {
    const [loop] = leaf('<ul class="{% if a > b %}x{% endif %}">{% for book in books %}<li>{% endfor %}</ul>').loops;
    expect(loop?.around.map(({ tag }) => tag)).toEqual(['ul']);
  });

  test('of which one has an end tag missing', () => {
    const [loop] = leaf('<table><tr><td>{% for book in books %}<p>{% endfor %}</table>').loops;
    expect(loop?.around.map(({ tag }) => tag)).toEqual(['table']);
  });

  test('know their counters, also from inside', () => {
    const [outer, inner] = leaf('{% for book in books %}{% for tag in tags %}{{ forloop.parentloop.counter }}{{ forloop.last }}{% endfor %}{% endfor %}').loops;
    expect([outer?.counters, inner?.counters, inner?.depth]).toEqual([['counter'], ['last'], 1]);
  });

  test('may be reversed, empty, or over pairs', () => {
    const [loop] = leaf('{% for isbn, book in books.items reversed %}{{ book }}{% empty %}{{ book }}{% endfor %}').loops;
    expect(loop).toMatchObject({ chain: ['books', 'items'], variables: ['isbn', 'book'], isReversed: true, hasEmpty: true });
  });
});

describe('a page of several files', () => {
  const BASE = '<html>{% block menu %}{{ menu }}{% endblock %}{% block content %}{{ advert }}{% endblock %}</html>';

  test('shows of the parent what no block of the child replaces', () => {
    const of = page('{% extends "base.html" %}{{ lost }}{% block content %}{{ books }}{% endblock %}', { 'templates/base.html': BASE });
    expect(['menu', 'advert', 'lost', 'books'].map((name) => reads(of, name).length)).toEqual([1, 0, 0, 1]);
  });

  test('shows what a child keeps with `block.super`', () => {
    const of = page('{% extends "base.html" %}{% block content %}{{ block.super }}{% endblock %}', { 'templates/base.html': BASE });
    expect(reads(of, 'advert')).toEqual(['advert']);
  });

  test('follows an include under the names it is given', () => {
    const of = page('{% include "shop/_rows.html" with rows=books %}', { 'shop/templates/shop/_rows.html': '{% for row in rows %}{{ row.title }}{% endfor %}' });
    expect(loopsOver(of, 'books').map(({ shown }) => shown.path)).toEqual(['shop/templates/shop/_rows.html']);
    expect(reads(of, 'books')).toEqual(['books by include', 'books by for', 'books.*.title']);
  });

  test('follows an include from within a loop', () => {
    const of = page('{% for book in books %}{% include "shop/_row.html" %}{% endfor %}', { 'shop/templates/shop/_row.html': '{{ book.author.name }}' });
    expect(reads(of, 'books')).toContain('books.*.author.name');
  });

  test('an include with `only` sees nothing else', () => {
    const of = page('{% include "shop/_row.html" with title=name only %}', { 'shop/templates/shop/_row.html': '{{ book }}{{ title }}' });
    expect([reads(of, 'book'), reads(of, 'name')]).toEqual([[], ['name by include', 'name']]);
  });

  test('says what it could not find', () => {
    expect(page('{% extends theme %}{% block a %}{% include "gone.html" %}{% endblock %}').unknown).toEqual(['gone.html', 'extends']);
  });

  test('ends where templates include themselves', () => {
    expect(page('{{ books }}{% include "shop/book_list.html" %}').shown).toHaveLength(1);
    const round = page('{% include "shop/_a.html" %}', { 'shop/templates/shop/_a.html': '{% include "shop/_b.html" %}', 'shop/templates/shop/_b.html': '{% include "shop/_a.html" %}' });
    expect(round.shown.length).toBeLessThan(30);
  });
});

describe('what a template is called', () => {
  test('by its place below any folder of templates', () => {
    const data = templates({ 'shop/templates/shop/book.html': '{{ a }}', 'templates/shop/book.html': '{{ a }}', 'templates/base.html': '{{ a }}' });
    expect(filesOf(data, 'shop/book.html')).toEqual(['shop/templates/shop/book.html', 'templates/shop/book.html']);
    expect(filesOf(data, 'base.html')).toEqual(['templates/base.html']);
  });

  test('by a folder that the settings name', () => {
    expect(filesOf(templates({ 'site/html/base.html': '{{ a }}' }), 'base.html', ['site/html'])).toEqual(['site/html/base.html']);
  });

  test('what is written for Jinja is left alone', () => {
    expect(leaf('{% set books = 3 %}{{ books }}')).toMatchObject({ isJinja: true, reads: [] });
    expect(templates({ 'shop/jinja2/a.html': '{{ books }}' }).files['shop/jinja2/a.html']).toMatchObject({ isJinja: true });
  });
});

describe('what a page does with its rows', () => {
  test('has links to further pages', () => {
    expect(hasControls(page('{% if page_obj.has_next %}<a href="?page=2">2</a>{% endif %}'))).toBe(true);
    expect(hasControls(page('{% load bootstrap %}{% bootstrap_pagination page_obj %}'))).toBe(true);
    expect(hasControls(page('{# {{ page_obj }} #}{{ books }}'))).toBe(false);
  });

  test('hands them to scripts, a printer or a form that searches', () => {
    expect(hasMarker(page('<script>$("#books").DataTable()</script>'), 'data-table')).toBe(true);
    expect(hasMarker(page('{# $("#books").DataTable() #}'), 'data-table')).toBe(false);
    expect(hasMarker(page('<button onclick="window.print()">Print</button>'), 'print')).toBe(true);
    expect([leaf('<form>{{ form }}</form>').hasSearch, leaf('<form method="post">{{ form }}</form>').hasSearch]).toEqual([true, false]);
  });

  test('what a parent does counts for other pages', () => {
    expect(hasMarker(page('{% extends "base.html" %}{% block a %}{% endblock %}', { 'templates/base.html': '<script>$(".x").DataTable()</script>' }), 'data-table')).toBe(false);
  });
});
