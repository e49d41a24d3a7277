import type { Finding } from '../core/types.js';
import type { positionsAcross } from './position.js';
import { plural } from './report.js';
import { showLine, showPath } from './text.js';

export type Where = ReturnType<typeof positionsAcross>;

/** Places about which the same is to be said. */
export interface MessageGroup {
  readonly message: string;
  /** Each as `path:line`, in order of the findings. */
  readonly places: readonly string[];
}

/** Findings by message, the most frequent first. */
export function placesByMessage(findings: readonly Finding[], where: Where): MessageGroup[] {
  const groups = new Map<string, string[]>();
  for (const finding of findings) {
    const message = showLine(finding.message);
    groups.set(message, [...(groups.get(message) ?? []), placeOf(finding, where)]);
  }
  const ordered = [...groups].map(([message, places]) => ({ message, places }));
  return ordered.sort((one, other) => other.places.length - one.places.length);
}

/** `path:line`. */
export function placeOf({ path, span, pass }: Finding, where: Where): string {
  return `${showPath(path)}:${where(path, span.start, pass).line}`;
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
