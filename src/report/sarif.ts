import type { Change, Fault, Finding, Skipped, Verdict } from '../core/types.js';
import { positionsAcross, type Position } from './position.js';
import type { Report, Rule } from './report.js';

const BASE = '%SRCROOT%';

/** A refusal is for a person to review: SARIF wants no level there but `none`. */
const GRADES: Readonly<Record<Verdict, { kind: string; level: string }>> = {
  safe: { kind: 'fail', level: 'warning' },
  suggested: { kind: 'fail', level: 'note' },
  refused: { kind: 'review', level: 'none' },
};

type Where = (path: string, offset: number, pass: number) => Position;

/** The report as SARIF 2.1.0; `pageOf` gives a transform's Markdown page, the help of its rule. */
export function renderSarif(report: Report, pageOf: (id: string) => string): string {
  const where = positionsAcross(report.textOf);
  const indices = new Map(report.rules.map((rule, at) => [rule.id, at]));
  const run = {
    tool: {
      driver: {
        name: 'pitstop',
        semanticVersion: report.version,
        rules: report.rules.map((rule) => ruleOf(rule, pageOf(rule.id))),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [BASE]: { uri: `file://${encodePath(report.root)}/` } },
    invocations: [invocation(report)],
    results: report.findings.map((finding) => ({
      ruleId: finding.transform,
      ruleIndex: indices.get(finding.transform) ?? -1,
      ...resultOf(finding, where),
    })),
  };
  const document = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function ruleOf(rule: Rule, page: string): unknown {
  const [helpUri] = rule.references;
  return {
    id: rule.id,
    shortDescription: { text: `${rule.summary}.` },
    ...(page !== '' && { help: { text: page, markdown: page } }),
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: 'warning' },
    properties: { tags: [rule.family] },
  };
}

function resultOf(finding: Finding, where: Where): object {
  const { path, span, pass } = finding;
  return {
    ...GRADES[finding.verdict],
    message: { text: finding.message },
    locations: [{ physicalLocation: { artifactLocation: location(path), region: region(path, span, pass, where) } }],
    partialFingerprints: { 'pitstopKey/v1': finding.key },
    properties: { messageId: finding.messageId, verdict: finding.verdict },
    ...fixesOf(finding, where),
  };
}

/**
 * A fix is given where its replacements are all of it: not where an import has to be added as well, nor
 * for a place that exists only after an earlier pass.
 */
function fixesOf(finding: Finding, where: Where): object {
  const edits = finding.changes.filter((change): change is EditChange => change.kind === 'edit');
  const whole = edits.length === finding.changes.length && edits.every((edit) => edit.code.imports.length === 0);
  if (edits.length === 0 || !whole || finding.pass !== 1) return {};
  const paths = [...new Set(edits.map((edit) => edit.path))];
  const artifactChanges = paths.map((path) => ({
    artifactLocation: location(path),
    replacements: edits.filter((edit) => edit.path === path).map((edit) => replacement(edit, where)),
  }));
  return { fixes: [{ description: { text: finding.message }, artifactChanges }] };
}

type EditChange = Extract<Change, { kind: 'edit' }>;

function replacement({ path, span, code }: EditChange, where: Where): unknown {
  return { deletedRegion: region(path, span, 1, where), insertedContent: { text: code.text } };
}

function region(path: string, span: { start: number; end: number }, pass: number, where: Where): unknown {
  const start = where(path, span.start, pass);
  const end = where(path, span.end, pass);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}

function invocation({ plan }: Report): unknown {
  return {
    executionSuccessful: plan.faults.length === 0,
    toolExecutionNotifications: [...plan.skipped.map(skipNotice), ...plan.faults.map(faultNotice)],
  };
}

function skipNotice({ path, reason, detail }: Skipped): unknown {
  return notice('note', `skipped: ${reason}: ${detail}`, path, reason);
}

function faultNotice({ transform, path, step, message }: Fault): unknown {
  return notice('error', `${transform}: ${step}: ${message}`, path, step);
}

function notice(level: string, text: string, path: string, id: string): unknown {
  return { level, descriptor: { id }, message: { text }, locations: [{ physicalLocation: { artifactLocation: location(path) } }] };
}

function location(path: string): unknown {
  return { uri: encodePath(path), uriBaseId: BASE };
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
