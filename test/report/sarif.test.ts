import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { renderSarif } from '../../src/report/sarif.js';
import type { Report } from '../../src/report/report.js';
import { edit, findingAt, reportOn } from '../support/reports.js';

const require = createRequire(import.meta.url);
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object;
const draft4 = require('ajv/lib/refs/json-schema-draft-04.json') as object;
const validate = new Ajv({ schemaId: 'auto', allErrors: true }).addMetaSchema(draft4).compile(schema);

const SHOP = 'import requests\ntitle = "😀"; requests.get(url)\n';
const CALL = SHOP.indexOf('requests.get');
const ADDED = [edit('shop/книги %.py', CALL + 16, CALL + 16, ', timeout=10')];
const PATH = 'shop/книги %.py';

const REPORT = reportOn(
  { [PATH]: SHOP },
  {
    findings: [
      findingAt(PATH, CALL, CALL + 17, { key: 'one', changes: ADDED }),
      findingAt(PATH, CALL, CALL + 17, { key: 'two', verdict: 'safe', transform: 'celery-autoretry', changes: ADDED }),
      findingAt(PATH, CALL, CALL + 17, { key: 'three', verdict: 'refused' }),
    ],
    skipped: [{ path: 'old.py', reason: 'binary', detail: 'NUL byte' }],
    faults: [{ transform: 'request-timeout', path: PATH, step: 'names', message: 'a name' }],
  },
);

function runOf(report: Report) {
  const log = JSON.parse(renderSarif(report, (id) => `# ${id}\n\nWhy.\n`));
  validate(log);
  expect(validate.errors).toBeNull();
  return log.runs[0];
}

test('a log is valid by the schema of SARIF 2.1.0, also an empty one', () => {
  expect(runOf(REPORT).results).toHaveLength(3);
  expect(runOf(reportOn({}, {})).results).toEqual([]);
});

test('a rule has its page as help, and results point at their rule', () => {
  const run = runOf(REPORT);
  const [retry, timeout] = run.tool.driver.rules;
  expect(retry).toMatchObject({ id: 'celery-autoretry', helpUri: 'https://docs.celeryq.dev/', help: { markdown: '# celery-autoretry\n\nWhy.\n' } });
  expect(timeout).not.toHaveProperty('helpUri');
  for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
});

test('a region says the same in lines and in offsets', () => {
  const [result] = runOf(REPORT).results;
  const { region, artifactLocation } = result.locations[0].physicalLocation;
  expect(region).toEqual({ startLine: 2, startColumn: 15, endLine: 2, endColumn: 32, charOffset: 30, charLength: 17 });
  expect(artifactLocation).toEqual({ uri: 'shop/%D0%BA%D0%BD%D0%B8%D0%B3%D0%B8%20%25.py', uriBaseId: '%SRCROOT%' });
});

test('the base of all paths is the root, as a folder', () => {
  expect(runOf(REPORT).originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: 'file:///srv/book%20shop/' } });
});

test('the key is the fingerprint', () => {
  expect(runOf(REPORT).results[0].partialFingerprints).toEqual({ 'pitstopKey/v1': 'one' });
});

test('a refusal is for a person to review; SARIF knows no level for that', () => {
  const graded = runOf(REPORT).results.map(({ kind, level }: { kind: string; level: string }) => `${kind} ${level}`);
  expect(graded).toEqual(['fail note', 'fail warning', 'review none']);
});

test('a fix holds its replacements, an insertion deletes nothing', () => {
  const [{ fixes }, , refused] = runOf(REPORT).results;
  expect(fixes[0].artifactChanges).toEqual([
    {
      artifactLocation: { uri: 'shop/%D0%BA%D0%BD%D0%B8%D0%B3%D0%B8%20%25.py', uriBaseId: '%SRCROOT%' },
      replacements: [
        {
          deletedRegion: { startLine: 2, startColumn: 31, endLine: 2, endColumn: 31, charOffset: 46, charLength: 0 },
          insertedContent: { text: ', timeout=10' },
        },
      ],
    },
  ]);
  expect(refused).not.toHaveProperty('fixes');
});

test('a fix that would lack its import, or that a later pass found, is not offered', () => {
  const needs = [{ module: 'requests', name: 'Timeout' }];
  const importing = { kind: 'edit' as const, path: PATH, span: { start: 0, end: 0 }, code: { text: 'Timeout', imports: needs } };
  const { results } = runOf(
    reportOn({ [PATH]: SHOP }, { findings: [findingAt(PATH, 0, 1, { changes: [importing] }), findingAt(PATH, 0, 1, { changes: ADDED, pass: 2 })] }),
  );
  for (const result of results) expect(result).not.toHaveProperty('fixes');
});

test('what was skipped and what went wrong is told', () => {
  const [{ executionSuccessful, toolExecutionNotifications }] = runOf(REPORT).invocations;
  expect(executionSuccessful).toBe(false);
  expect(toolExecutionNotifications.map(({ level }: { level: string }) => level)).toEqual(['note', 'error']);
});
