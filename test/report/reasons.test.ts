import { reasonsOf } from '../../src/report/markdown/reasons.js';
import { findingAt } from '../support/reports.js';

const refused = (messageId: string, ...messages: string[]) => messages.map((message, at) => findingAt('shop.py', at, at, { messageId, message }));

test('what messages share is said once, what differs stands beside its place', () => {
  const [reason] = reasonsOf(
    refused(
      'twice',
      '`send_receipt` is not idempotent: a retry can send twice (`send_mail`, line 21); add a guard',
      '`refund` is not idempotent: a retry can charge twice (`gateway.refund`, line 7); add a guard',
    ),
  );
  expect(reason?.wording).toBe('… is not idempotent: a retry can … twice (…, line …); add a guard');
  expect(reason?.places.map(({ particulars }) => particulars)).toEqual([
    ['`send_receipt`', 'send', '`send_mail`', '21'],
    ['`refund`', 'charge', '`gateway.refund`', '7'],
  ]);
});

test('code is one word, so no half of it is shared', () => {
  const [reason] = reasonsOf(refused('splat', '`get(url, **options)` may have one', '`get(url, **kwargs)` may have one'));
  expect(reason?.wording).toBe('… may have one');
});

test('a message that all have is the wording itself, and the commonest reason comes first', () => {
  const reasons = reasonsOf([...refused('rare', 'shadowed here'), ...refused('often', 'on purpose', 'on purpose')]);
  expect(reasons.map(({ wording, places }) => [wording, places.length])).toEqual([['on purpose', 2], ['shadowed here', 1]]);
  expect(reasons.flatMap(({ places }) => places.flatMap(({ particulars }) => particulars))).toEqual([]);
});
