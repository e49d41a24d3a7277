import { structuredPatch } from 'diff';
import type { Change, Edit, Finding, ImportNeed, Span } from '../core/types.js';
import { positionsIn } from './position.js';

/** One line of a finding's diff, without its line end. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  /** Its number in the text before, from 1; null for an added line: what it will be depends on the other findings taken. */
  readonly number: number | null;
}

export type Hunk = readonly DiffLine[];

/** What one finding does to one file, by its own edits alone: an import that they rely on is not among them. */
export interface FileDiff {
  readonly path: string;
  readonly isNew: boolean;
  /** Empty where the file's text is not known. */
  readonly hunks: readonly Hunk[];
}

type TextOf = (path: string, pass: number) => string | null;

/** The diffs of a finding with changes, one a file, each with `context` lines around. */
export function diffsOf(finding: Finding, textOf: TextOf, context = 3): FileDiff[] {
  const { changes, pass } = finding;
  const paths = [...new Set(changes.map(({ path }) => path))];
  return paths.map((path) => {
    const own = changes.filter((change) => change.path === path);
    const [created] = own.filter((change) => change.kind === 'create');
    if (created !== undefined) return { path, isNew: true, hunks: [addedLines(created.text)] };
    const text = textOf(path, pass);
    const place = path === finding.path ? finding.span : null;
    return { path, isNew: false, hunks: text === null ? [] : hunksOf(text, own.filter(isEdit), place, context) };
  });
}

/** The lines of a place and those around it, as lines of a diff that changes nothing; empty where the text is not known. */
export function excerptOf({ path, span, pass }: Finding, textOf: TextOf, context = 3): Hunk {
  const text = textOf(path, pass);
  if (text === null) return [];
  const lines = linesOf(text);
  const where = positionsIn(text);
  const first = Math.max(1, where(span.start).line - context);
  const last = Math.min(where(span.end).line + context, where(span.start).line + LONGEST_EXCERPT, lines.length);
  return lines.slice(first - 1, last).map((line, at) => ({ sign: ' ', text: line, number: first + at }));
}

/** Lines of a place that say enough of it, where the place is a whole function or class. */
const LONGEST_EXCERPT = 12;

/** The import statements that a finding's code relies on and its files lack, each once; they are written once a file. */
export function importsOf({ changes }: Finding): string[] {
  const needs = changes.flatMap((change) => (isEdit(change) ? change.code.imports : []));
  return [...new Set(needs.map(statementOf))].sort();
}

function statementOf({ module, name }: ImportNeed): string {
  return name === null ? `import ${module}` : `from ${module} import ${name}`;
}

type EditChange = Extract<Change, { kind: 'edit' }>;

function isEdit(change: Change): change is EditChange {
  return change.kind === 'edit';
}

function addedLines(text: string): Hunk {
  return linesOf(text).map((line) => ({ sign: '+', text: line, number: null }));
}

/** A final line end does not begin another line. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Lines between a place and its edit that are shown, so that the reader sees what is edited. */
const LONGEST_WAY = 12;

/** Compares only what is around the edits: a report shows thousands of them. */
function hunksOf(text: string, edits: readonly Edit[], place: Span | null, context: number): Hunk[] {
  const ordered = [...edits].sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  return windowsOf(text, ordered, context).flatMap(({ span: around, edits: own }) => {
    const span = place === null ? around : reaching(text, place.start, around, context);
    const before = text.slice(span.start, span.end);
    const firstLine = positionsIn(text)(span.start).line;
    const { hunks } = structuredPatch('', '', before, applied(text, span, own), undefined, undefined, { context: Infinity });
    return hunks.map(({ oldStart, lines }) => numbered(lines, firstLine + oldStart - 1));
  });
}

interface Window {
  readonly span: Span;
  readonly edits: readonly Edit[];
}

/** Whole lines around edits that are near each other. */
function windowsOf(text: string, ordered: readonly Edit[], context: number): Window[] {
  const windows: Window[] = [];
  for (const edit of ordered) {
    const span = { start: lineStart(text, edit.span.start, context), end: lineEnd(text, edit.span.end, context) };
    const last = windows.at(-1);
    if (last === undefined || span.start > last.span.end) windows.push({ span, edits: [edit] });
    else windows[windows.length - 1] = { span: { start: last.span.start, end: Math.max(last.span.end, span.end) }, edits: [...last.edits, edit] };
  }
  return windows;
}

/** A window that begins above a place a little before it. */
function reaching(text: string, place: number, window: Span, context: number): Span {
  const between = text.slice(place, window.start).split('\n').length;
  const isNear = place < window.start && between <= LONGEST_WAY;
  return isNear ? { start: lineStart(text, place, context), end: window.end } : window;
}

function lineStart(text: string, offset: number, above: number): number {
  let at = text.lastIndexOf('\n', offset - 1);
  if (offset === 0) return 0;
  for (let line = 0; line < above && at > 0; line++) at = text.lastIndexOf('\n', at - 1);
  return at + 1;
}

function lineEnd(text: string, offset: number, below: number): number {
  let at = text.indexOf('\n', offset);
  for (let line = 0; line < below && at !== -1; line++) at = text.indexOf('\n', at + 1);
  return at === -1 ? text.length : at + 1;
}

function applied(text: string, { start, end }: Span, edits: readonly Edit[]): string {
  let at = start;
  let made = '';
  for (const { span, code } of edits) {
    made += text.slice(at, span.start) + code.text;
    at = span.end;
  }
  return made + text.slice(at, end);
}

function numbered(lines: readonly string[], first: number): Hunk {
  let next = first;
  return lines.flatMap((line): DiffLine[] => {
    const sign = line[0];
    if (sign !== ' ' && sign !== '-' && sign !== '+') return [];
    return [{ sign, text: line.slice(1).replace(/\r$/, ''), number: sign === '+' ? null : next++ }];
  });
}
