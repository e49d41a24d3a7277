import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closeCheckout, hasPatch, openCheckout } from './checkout.js';
import { renderReading } from './reading.js';
import type { Found } from './report.js';
import { table } from './table.js';
import { FAILURES, tryOut, type Trial } from './trial.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    edits: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    refused: { type: 'boolean', default: false },
  },
});

const VERDICTS = ['safe', 'suggested', 'refused'] as const;
const USAGE = '[--only IDS] [--edits FILE [--sample N] [--seed S] [--refused]] DIR [DIR...]';

if (positionals.length === 0) {
  process.stderr.write(`usage: npm run realworld -- ${USAGE}\n`);
  process.exitCode = 2;
} else {
  const trials = positionals.map(trialOf);
  process.stdout.write(`${renderTrials(trials)}\n`);
  const sampling = { size: values.sample === undefined ? null : Number(values.sample), ...values };
  if (values.edits !== undefined) writeFileSync(values.edits, renderReading(trials, sampling));
  process.exitCode = trials.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

function trialOf(folder: string): Trial {
  process.stderr.write(`${folder}\n`);
  const checkout = openCheckout(folder);
  try {
    return tryOut(checkout, values.only === undefined ? [] : ['--only', values.only]);
  } finally {
    closeCheckout(checkout);
  }
}

function renderTrials(trials: readonly Trial[]): string {
  const problems = trials.flatMap(({ name, problems: all }) =>
    all.map(({ failure, detail }) => `${name}, ${failure}: ${detail}`),
  );
  const unchecked = trials.flatMap(({ name, files }) =>
    Object.entries(files)
      .filter(([, { unchecked: reason }]) => reason !== null)
      .map(([path, { unchecked: reason }]) => `${name}, ${path}: ${reason}`),
  );
  return [
    overview(trials),
    byTransform(trials),
    skipped(trials),
    list('Whether bytes outside the edits changed could not be told', unchecked),
    list('Problems', problems),
    ...(hasPatch() ? [] : ['This machine has no `patch`: nothing is said of it.']),
  ].join('\n\n');
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? `${title}: none.` : `${title}:\n\n${lines.map((line) => `* ${line}`).join('\n')}`;
}

function overview(trials: readonly Trial[]): string {
  const rows = trials.map(({ name, report, files, problems, seconds }) => [
    name,
    ...[report.files.discovered, report.files.parsed, report.files.skipped.length].map(String),
    ...byVerdict(report.findings),
    String(Object.keys(files).length),
    ...FAILURES.map((failure) => count(problems, (problem) => problem.failure === failure)),
    seconds.toFixed(2),
  ]);
  const head = ['project', 'files', 'parsed', 'skipped', ...VERDICTS, 'changed', ...FAILURES, 'diff s'];
  return table(head, [...rows, totals(rows)]);
}

function totals(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.length ?? 0;
  return Array.from({ length: columns }, (_, column) => {
    if (column === 0) return 'all';
    const sum = rows.reduce((total, cells) => total + Number(cells[column]), 0);
    return column === columns - 1 ? sum.toFixed(2) : String(sum);
  });
}

function byTransform(trials: readonly Trial[]): string {
  const findings = trials.flatMap(({ report }) => report.findings);
  const ids = [...new Set(findings.map(({ transform }) => transform))].sort();
  const rows = ids.flatMap((id) => {
    const own = findings.filter(({ transform }) => transform === id);
    const messages = [...new Set(own.map(({ messageId }) => messageId))].sort();
    return [
      [id, ...byVerdict(own)],
      ...messages.map((message) => [`· ${message}`, ...byVerdict(own.filter(({ messageId }) => messageId === message))]),
    ];
  });
  return table(['transform · message', ...VERDICTS], rows);
}

function byVerdict(findings: readonly Found[]): string[] {
  return VERDICTS.map((verdict) => count(findings, (found) => found.verdict === verdict));
}

function skipped(trials: readonly Trial[]): string {
  const rows = trials.flatMap(({ name, report }) =>
    report.files.skipped.map(({ path, reason, detail }) => [`${name}: ${path}`, reason, detail]),
  );
  return rows.length === 0 ? 'No file was skipped.' : table(['skipped file', 'reason', 'detail'], rows);
}

function count<T>(items: readonly T[], holds: (item: T) => boolean): string {
  return String(items.filter(holds).length);
}
