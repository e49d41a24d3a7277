import type { Finding, Plan } from '../../src/core/types.js';
import type { Report } from '../../src/report/report.js';

/** A plan in which nothing happened, but for what is given. */
export function planWith(given: Partial<Plan> = {}): Plan {
  return {
    discovered: 0, read: 0, parsed: 0, skipped: [], findings: [], taken: [], files: [], faults: [],
    suppressions: { used: 0, unused: [] },
    ...given,
  };
}

/** A report on texts that are in memory, by two transforms of a bookshop. */
export function reportOn(texts: Readonly<Record<string, string>>, plan: Partial<Plan>): Report {
  const whole = planWith({ discovered: Object.keys(texts).length, read: 2, parsed: 1, ...plan });
  return {
    version: '1.2.3',
    root: '/srv/book shop',
    rules: [
      { id: 'celery-autoretry', summary: 'Retry tasks', family: 'celery', references: ['https://docs.celeryq.dev/'] },
      { id: 'request-timeout', summary: 'Give every call a timeout', family: 'http', references: [] },
    ],
    plan: whole,
    findings: whole.findings,
    textOf: (path) => texts[path] ?? null,
  };
}

/** A finding of `request-timeout`, unless another is named. */
export function findingAt(path: string, start: number, end: number, given: Partial<Finding> = {}): Finding {
  return {
    key: `request-timeout:${path}:${start}`, transform: 'request-timeout', messageId: 'missing', message: '`requests.get` waits forever',
    verdict: 'suggested', path, span: { start, end }, changes: [], pass: 1,
    ...given,
  };
}

/** An edit that relies on no import. */
export function edit(path: string, start: number, end: number, text: string): Finding['changes'][number] {
  return { kind: 'edit', path, span: { start, end }, code: { text, imports: [] } };
}
