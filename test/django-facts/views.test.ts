import { viewsFacts } from '../../src/django/views/source.js';
import type { QueryLeaf, RenderLeaf, ViewClass, ViewsData } from '../../src/django/views/types.js';
import { gather } from '../support/gather.js';

type Files = Readonly<Record<string, string>>;

function views(files: Files): ViewsData {
  return gather(viewsFacts, { 'shop/__init__.py': '', ...files });
}

function classes(files: Files): Record<string, ViewClass> {
  return Object.fromEntries(Object.values(views(files).classes).map((view) => [view.name, view]));
}

function renders(body: string): readonly RenderLeaf[] {
  const text = `from django.shortcuts import render\n\nfrom .models import Book\n\n\ndef book_list(request):\n${body.replace(/^/gm, '    ')}\n`;
  return views({ 'shop/views.py': text }).renders['shop/views.py'] ?? [];
}

/** `Book.objects.filter()` for a chain. */
function words({ root, steps }: QueryLeaf): string {
  return [root?.path.join('.') ?? '?', ...steps.map(({ kind, name }) => (kind === 'item' ? '[]' : kind === 'call' ? `${name}()` : name))].join('.');
}

function queries(body: string): string[] {
  return renders(body).flatMap(({ names }) => names.map(({ name, queries: all }) => `${name}: ${all.map(words).join(' or ')}`));
}

const BOOKS = 'from django.views.generic import ListView\n\n\nclass BookList(ListView):\n    paginate_by = 10\n';

describe('class views', () => {
  test('are found under every name of their base', () => {
    const found = classes({
      'shop/views.py': 'from django.views import generic\nfrom django.views.generic.list import ListView as L\n\n\nclass A(generic.ListView):\n    pass\n\n\nclass B(L):\n    pass\n\n\nclass C:\n    pass\n',
    });
    expect(Object.values(found).map(({ name, order }) => [name, order.at(-1)])).toEqual([
      ['A', 'django.views.generic.ListView'],
      ['B', 'django.views.generic.ListView'],
    ]);
  });

  test('have what their mixins in other files give them, the nearest first', () => {
    const { BookList } = classes({
      'shop/mixins.py': 'class PagedMixin:\n    paginate_by = 50\n    ordering = ["title"]\n\n    def get_queryset(self):\n        return super().get_queryset()\n',
      'shop/views.py': 'from django.views.generic import ListView\n\nfrom .mixins import PagedMixin\n\n\nclass BookList(PagedMixin, ListView):\n    paginate_by = 10\n',
    });
    expect(BookList?.attributes['paginate_by']).toMatchObject({ value: 10, owner: 'shop/views.py:BookList' });
    expect(BookList?.attributes['ordering']?.owner).toBe('shop/mixins.py:PagedMixin');
    expect(BookList?.methods).toEqual({ get_queryset: 'shop/mixins.py:PagedMixin' });
  });

  test('know who derives from them', () => {
    const { BookList } = classes({ 'shop/views.py': BOOKS, 'shop/more.py': 'from .views import BookList\n\n\nclass SaleView(BookList):\n    pass\n' });
    expect(BookList?.subclasses).toEqual(['shop/more.py:SaleView']);
  });

  test('are open where a library gives them what nobody knows, not where it only guards them', () => {
    const found = classes({
      'shop/views.py':
        'from django.contrib.auth.mixins import LoginRequiredMixin\nfrom django.views.generic import ListView\nfrom tables.views import TableMixin\n\n\nclass A(LoginRequiredMixin, ListView):\n    pass\n\n\nclass B(TableMixin, ListView):\n    pass\n',
    });
    expect([found['A']?.open, found['B']?.open]).toEqual([[], [{ why: 'library', what: 'tables.views.TableMixin' }]]);
  });
});

describe('function views', () => {
  test('hand names to a template', () => {
    expect(renders('return render(request, "shop/books.html", {"books": Book.objects.all()})')).toMatchObject([
      { view: 'book_list', templates: ['shop/books.html'], isOpen: false, names: [{ name: 'books' }] },
    ]);
  });

  test.each([
    ['a chain', 'return render(request, "a.html", {"books": Book.objects.filter(stock=0).order_by("title")[:5]})', ['books: Book.objects.filter().order_by().[]']],
    ['a name', 'books = Book.objects.all()\nreturn render(request, "a.html", {"books": books})', ['books: Book.objects.all()']],
    ['a name that is ordered below a condition', 'books = Book.objects.all()\nif request.GET:\n    books = books.order_by("isbn")\nreturn render(request, "a.html", {"books": books})', ['books: Book.objects.all() or Book.objects.all().order_by()']],
    ['of ways that differ only in what they choose, the longest', 'books = Book.objects.all()\nif request.GET:\n    books = books.filter(stock=0)\nreturn render(request, "a.html", {"books": books})', ['books: Book.objects.all().filter()']],
    ['a variable for the context', 'context = {"a": Book.objects.all()}\ncontext["b"] = Book.objects.none()\nreturn render(request, "a.html", context)', ['a: Book.objects.all()', 'b: Book.objects.none()']],
    ['a call of dict', 'return render(request, "a.html", dict(books=Book.objects.all()))', ['books: Book.objects.all()']],
    ['either of two', 'books = Book.objects.all() if request.user else Book.objects.none()\nreturn render(request, "a.html", {"books": books})', ['books: Book.objects.all() or Book.objects.none()']],
  ])('%s', (_, body, expected) => {
    expect(queries(body)).toEqual(expected);
  });

  test.each([
    ['locals()', 'return render(request, "a.html", locals())'],
    ['a splat', 'return render(request, "a.html", {**extra, "a": 1})'],
    ['a context that goes elsewhere first', 'context = {"a": 1}\nadd_menu(context)\nreturn render(request, "a.html", context)'],
    ['a context that is made elsewhere', 'return render(request, "a.html", context_of(request))'],
  ])('%s may hold more', (_, body) => {
    expect(renders(body).map(({ isOpen }) => isOpen)).toEqual([true]);
  });

  test('choose between templates', () => {
    expect(renders('name = "a.html"\nif request.GET:\n    name = "b.html"\nreturn render(request, name)').map(({ templates }) => templates)).toEqual([['a.html', 'b.html']]);
    expect(renders('return render(request, name_of(request))').map(({ templates }) => templates)).toEqual([null]);
  });

  test('another function called render is none', () => {
    expect(views({ 'shop/views.py': 'from shop.pdf import render\n\n\ndef label(request):\n    return render(request, "a.html", {})\n' }).renders).toEqual({});
  });
});
