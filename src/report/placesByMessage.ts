import type { Finding } from '../core/types.js';
import type { positionsAcross } from './position.js';
import { plural } from './report.js';
import { showLine, showPath } from './text.js';

export type Where = ReturnType<typeof positionsAcross>;

/** Places about which the same is to be said. */
export interface MessageGroup {
  readonly message: string;
  /** In order of the findings. */
  readonly places: readonly Place[];
}

export interface Place {
  /** `path:line`. */
  readonly at: string;
  /** In words, what the fix does to other files; null: nothing. */
  readonly elsewhere: string | null;
}

/** Findings by message, the most frequent first. */
export function placesByMessage(findings: readonly Finding[], where: Where): MessageGroup[] {
  const groups = new Map<string, Place[]>();
  for (const finding of findings) {
    const message = showLine(finding.message);
    const place = { at: placeOf(finding, where), elsewhere: elsewhere(finding) };
    groups.set(message, [...(groups.get(message) ?? []), place]);
  }
  const ordered = [...groups].map(([message, places]) => ({ message, places }));
  return ordered.sort((one, other) => other.places.length - one.places.length);
}

/** `path:line`. */
export function placeOf({ path, span, pass }: Finding, where: Where): string {
  return `${showPath(path)}:${where(path, span.start, pass).line}`;
}

/** Other files that a fix edits, and where it makes new ones: their names may still change with what else is taken. */
function elsewhere({ path: own, changes }: Finding): string | null {
  const others = changes.filter(({ path }) => path !== own);
  const words = others.map(({ kind, path }) => (kind === 'edit' ? code(path) : `a new file in ${code(path.slice(0, path.lastIndexOf('/')))}`));
  return words.length === 0 ? null : [...new Set(words)].join(', ');
}

function code(path: string): string {
  return `\`${showPath(path)}\``;
}

/** The first sentences of a text: at least one, and as many as it takes to say something. */
export function opening(text: string): string {
  const sentences = text.split(/(?<=\.) (?=[A-Z`])/);
  let said = sentences[0] ?? '';
  for (const sentence of sentences.slice(1)) {
    if (said.length >= ENOUGH) break;
    said = `${said} ${sentence}`;
  }
  return said;
}

const ENOUGH = 100;

/** The first of a list, and in words how many more there are. */
export function capped(items: readonly string[], most: number): string[] {
  if (items.length <= most + 1) return [...items];
  return [...items.slice(0, most), `and ${items.length - most} more`];
}

/** `12 places in 5 files`. */
export function extent(findings: readonly Finding[]): string {
  const files = new Set(findings.map(({ path }) => path)).size;
  return `${plural(findings.length, 'place')} in ${plural(files, 'file')}`;
}

/** `12 fixes in 5 files`: those that they edit or make. */
export function reach(findings: readonly Finding[]): string {
  return `${plural(findings.length, 'fix', 'fixes')} in ${plural(filesOf(findings), 'file')}`;
}

/** How many files fixes edit or make. */
export function filesOf(findings: readonly Finding[]): number {
  return new Set(findings.flatMap(({ changes }) => changes.map(({ path }) => path))).size;
}
