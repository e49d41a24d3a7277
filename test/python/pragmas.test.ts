import { pragmaAt } from '../../src/python/pragmas.js';
import { moduleOf } from '../support/project.js';

const NAMES = { noqa: ['S113'], nosec: ['B113'], pylint: ['missing-timeout', 'W3101'] };

/** The comment that silences the only `here(…)`. */
function silencing(text: string): string | null {
  const call = moduleOf({ 'shop/views.py': text }).tree.nodes('call').find((node) => node.child('function')?.text === 'here');
  if (call === undefined) throw new Error('no here(…)');
  return pragmaAt(call, NAMES);
}

it.each([
  ['here()  # noqa: S113', '# noqa: S113'],
  ['here()  # noqa: E501,S113', '# noqa: E501,S113'],
  ['here()  # noqa: S113 the server is ours', '# noqa: S113 the server is ours'],
  ['here()  # noqa', null],
  ['here()  # noqa: E501', null],
  ['here()  # noqa: S1130', null],
  ['here()  # nosec', '# nosec'],
  ['here()  # nosec: B113', '# nosec: B113'],
  ['here()  # nosec B310, B113', '# nosec B310, B113'],
  ['here()  # nosec B310', null],
  ['here()  # pylint: disable=missing-timeout', '# pylint: disable=missing-timeout'],
  ['here()  # pylint: disable=E1101,W3101', '# pylint: disable=E1101,W3101'],
  ['here()  # pylint: disable=no-member', null],
  ['here(  # noqa: S113\n    url,\n)', '# noqa: S113'],
  ['here(\n    url,  # noqa: S113\n)', '# noqa: S113'],
  ['here(\n    url,\n)  # noqa: S113', '# noqa: S113'],
  ['book()  # noqa: S113\nhere()', null],
  ['here()\nbook()  # noqa: S113', null],
  ['# noqa: S113\nhere()', null],
  ['# pylint: disable-next=missing-timeout\nhere()', '# pylint: disable-next=missing-timeout'],
  ['# pylint: disable-next=missing-timeout\nbook()\nhere()', null],
  ['# pylint: disable=missing-timeout\nbook()\nhere()', '# pylint: disable=missing-timeout'],
  ['def f():\n    # pylint: disable=missing-timeout\n    book()\n    here()', '# pylint: disable=missing-timeout'],
  ['def f():\n    book()\n    # pylint: disable=missing-timeout\n    here()', '# pylint: disable=missing-timeout'],
  ['def f():\n    book()\n    # pylint: disable=missing-timeout\nhere()', null],
  ['def f():\n    # pylint: disable=missing-timeout\n    book()\ndef g():\n    here()', null],
  ['here("# noqa: S113")', null],
])('%j', (text, expected) => {
  expect(silencing(text)).toBe(expected);
});
