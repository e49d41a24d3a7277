import { renderJson } from '../../src/report/json.js';
import { edit, findingAt, reportOn } from '../support/reports.js';

const SHOP = 'import requests\r\ntitle = "😀"; requests.get(url)\r\n';
const CALL = SHOP.indexOf('requests.get');

test('the contract: every field, lines and columns from 1, offsets in UTF-16 units', () => {
  const report = reportOn(
    { 'shop.py': SHOP },
    {
      findings: [findingAt('shop.py', CALL, CALL + 17, { key: 'k', changes: [edit('shop.py', CALL + 16, CALL + 16, ', timeout=10')] })],
      skipped: [{ path: 'old.py', reason: 'does-not-parse', detail: 'line 1: Python 2' }],
      faults: [{ transform: 'request-timeout', path: 'shop.py', step: 'names', message: 'a name' }],
      suppressions: { used: 1, unused: [{ path: 'shop.py', line: 3, transforms: null }] },
    },
  );
  expect(JSON.parse(renderJson(report))).toEqual({
    schema: 1,
    version: '1.2.3',
    root: '/srv/book shop',
    files: { discovered: 1, read: 2, parsed: 1, skipped: [{ path: 'old.py', reason: 'does-not-parse', detail: 'line 1: Python 2' }] },
    findings: [
      {
        key: 'k', transform: 'request-timeout', messageId: 'missing', message: '`requests.get` waits forever', verdict: 'suggested',
        path: 'shop.py', pass: 1,
        start: { offset: 31, line: 2, column: 15 },
        end: { offset: 48, line: 2, column: 32 },
        changes: [
          { kind: 'edit', path: 'shop.py', start: { offset: 47, line: 2, column: 31 }, end: { offset: 47, line: 2, column: 31 }, text: ', timeout=10' },
        ],
      },
    ],
    faults: [{ transform: 'request-timeout', path: 'shop.py', step: 'names', message: 'a name' }],
    suppressions: { used: 1, unused: [{ path: 'shop.py', line: 3, transforms: null }] },
    summary: {
      total: 1,
      byTransform: {
        'celery-autoretry': { safe: 0, suggested: 0, refused: 0 },
        'request-timeout': { safe: 0, suggested: 1, refused: 0 },
      },
    },
  });
});

test('an edit names the imports it relies on, a created file its whole text', () => {
  const needs = [{ module: 'requests', name: 'Timeout' }];
  const changes = [
    { kind: 'edit' as const, path: 'shop.py', span: { start: 0, end: 0 }, code: { text: 'Timeout', imports: needs } },
    { kind: 'create' as const, path: 'tasks.py', text: 'a = 1\n' },
  ];
  const { findings } = JSON.parse(renderJson(reportOn({ 'shop.py': SHOP }, { findings: [findingAt('shop.py', 0, 1, { changes })] })));
  expect(findings[0].changes[0]).toMatchObject({ text: 'Timeout', imports: needs });
  expect(findings[0].changes[1]).toEqual({ kind: 'create', path: 'tasks.py', text: 'a = 1\n' });
});

test('what a command adds comes after the contract', () => {
  expect(JSON.parse(renderJson(reportOn({}, {}), { written: ['shop.py'] }))).toMatchObject({ schema: 1, written: ['shop.py'] });
});
