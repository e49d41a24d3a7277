import Ajv from 'ajv';
import { renderGitlab } from '../../src/report/gitlab.js';
import type { Report } from '../../src/report/report.js';
import { findingAt, reportOn } from '../support/reports.js';

/** What GitLab's documentation asks of a code quality report. */
const SCHEMA = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\./|/)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
};

const validate = new Ajv({ allErrors: true }).compile(SCHEMA);

function issuesOf(report: Report, prefix = ''): { fingerprint: string; severity: string; location: unknown }[] {
  const issues = JSON.parse(renderGitlab(report, prefix));
  validate(issues);
  expect(validate.errors).toBeNull();
  return issues;
}

const REPORT = reportOn(
  { 'shop.py': 'import requests\nrequests.get(url)\n' },
  {
    findings: [
      findingAt('shop.py', 16, 33, { verdict: 'safe' }),
      findingAt('shop.py', 17, 33),
      findingAt('shop.py', 18, 33, { verdict: 'refused' }),
    ],
  },
);

test('a report is of the shape that GitLab documents, also an empty one', () => {
  expect(issuesOf(REPORT)).toHaveLength(3);
  expect(issuesOf(reportOn({}, {}))).toEqual([]);
});

test('what can be fixed weighs more than what was refused, and fingerprints differ', () => {
  expect(issuesOf(REPORT).map(({ severity }) => severity)).toEqual(['major', 'minor', 'info']);
  expect(new Set(issuesOf(REPORT).map(({ fingerprint }) => fingerprint)).size).toBe(3);
});

test('paths begin at the top of the repository', () => {
  expect(issuesOf(REPORT, 'apps/')[0]?.location).toEqual({ path: 'apps/shop.py', lines: { begin: 2 } });
});
