import { plain } from '../../../src/core/code.js';
import { insertClause } from '../../../src/python/edits/clauses.js';
import { moduleOf } from '../../support/project.js';

/** A text with `except KeyError: raise` in front of its first handler. */
function withClause(text: string): string {
  const { tree } = moduleOf({ 'shop/tasks.py': text });
  const [clause] = tree.nodes('except_clause');
  if (clause === undefined) throw new Error('no handler');
  return insertClause(clause, plain('except KeyError:\n    raise')).reduceRight(
    (changed, { span, code }) => changed.slice(0, span.start) + code.text + changed.slice(span.end),
    text,
  );
}

it.each([
  ['at the level of the try', 'try:\n    ship()\nexcept OSError:\n    pass\n', 'try:\n    ship()\nexcept KeyError:\n    raise\nexcept OSError:\n    pass\n'],
  [
    'above the comment of the handler',
    'def f():\n    try:\n        ship()\n    # the post is closed\n    except OSError:\n        pass\n',
    'def f():\n    try:\n        ship()\n    except KeyError:\n        raise\n    # the post is closed\n    except OSError:\n        pass\n',
  ],
  [
    'below a comment of the body',
    'try:\n    ship()\n    # done\nexcept OSError:\n    pass\n',
    'try:\n    ship()\n    # done\nexcept KeyError:\n    raise\nexcept OSError:\n    pass\n',
  ],
  ['with the tabs of the file', 'try:\n\tship()\nexcept OSError:\n\tpass\n', 'try:\n\tship()\nexcept KeyError:\n\traise\nexcept OSError:\n\tpass\n'],
  ['with the line ends of the file', 'try:\r\n    ship()\r\nexcept OSError:\r\n    pass\r\n', 'try:\r\n    ship()\r\nexcept KeyError:\r\n    raise\r\nexcept OSError:\r\n    pass\r\n'],
  ['between clauses on one line each', 'try: ship()\nexcept OSError: pass\n', 'try: ship()\nexcept KeyError:\n    raise\nexcept OSError: pass\n'],
])('puts a clause %s', (_name, before, after) => {
  expect(withClause(before)).toBe(after);
});
