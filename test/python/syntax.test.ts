import { oldestPython } from '../../src/python/syntax.js';
import { parse } from '../../src/python/tree.js';

function oldest(text: string): number | null {
  const parsed = parse(text);
  return 'tree' in parsed ? oldestPython(parsed.tree) : null;
}

describe('the oldest Python that reads a file', () => {
  it.each([
    ['try:\n    ship()\nexcept Missing, Sold:\n    pass\n', 14],
    ['try:\n    ship()\nexcept Missing, Sold, books.Lost:\n    pass\n', 14],
    ['try:\n    ship()\nexcept* Missing, Sold:\n    pass\n', 14],
    ['type Shelf = list[Book]\n', 12],
    ['def first[T](books: list[T]) -> T: ...\n', 12],
    ['class Shelf[T]: ...\n', 12],
    ['title = f"{book["title"]}"\n', 12],
    ['title = f"{f"{book}"}"\n', 12],
    ['title = f"""{book["""title"""]}"""\n', 12],
    ["titles = f\"{'\\n'.join(books)}\"\n", 12],
    ['title = f"{\n    book\n    + author}"\n', 12],
    ['title = f"""{\n    book +  # the first\n    author}"""\n', 12],
    ['try:\n    ship()\nexcept* (Missing, Sold):\n    pass\n', 11],
    ['match book:\n    case None: pass\n', 10],
  ])('is told by %j', (text, minor) => {
    expect(oldest(text)).toBe(minor);
  });

  it.each([
    'try:\n    ship()\nexcept (Missing, Sold):\n    pass\nexcept Lost:\n    pass\nexcept:\n    pass\n',
    'shelf: list[Book] = []\nmatch = type = 1\n',
    'title = f"{book[\'title\']!r:>{width}}\\n"\n',
    'title = f"""{book["title"]}\n{author}"""\n',
    'title = f"""{\n    book\n}"""\n',
    'title = f"{book}" + "title" # not f"{book["title"]}"\n',
  ])('may be any for %j', (text) => {
    expect(oldest(text)).toBe(0);
  });
});
