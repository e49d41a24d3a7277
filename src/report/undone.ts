import type { Paint } from './paint.js';
import { plural } from './report.js';
import { renderTable } from './table.js';
import { showLine, showPath } from './text.js';

/** A run of `fix` that can be taken back. */
export interface PastRun {
  /** ISO 8601. */
  readonly started: string;
  readonly state: 'done' | 'killed' | 'running';
  /** Absolute path; the paths below are relative to it. */
  readonly root: string;
  readonly paths: readonly string[];
  /** How many fixes of each transform; null where part of the run was taken back already. */
  readonly fixes: Readonly<Record<string, number>> | null;
}

/** What became of its files. */
export interface Undoing {
  readonly restored: readonly string[];
  readonly removed: readonly string[];
  /** They were as before the run already. */
  readonly unchanged: readonly string[];
  readonly refused: readonly { readonly path: string; readonly detail: string }[];
}

/** What `undo` did, for a person. `show`: a path of the run as the reader sees it. */
export function renderUndone(run: PastRun, undone: Undoing, paint: Paint, show: (path: string) => string = (path) => path): string {
  const line = (path: string, remark?: string): string => `  ${showPath(show(path))}${remark === undefined ? '' : `  ${paint('faint', showLine(remark))}`}`;
  const back = [...undone.restored.map((path) => line(path)), ...undone.removed.map((path) => line(path, 'removed'))];
  const left = undone.refused.map(({ path, detail }) => line(path, detail));
  const sections = [
    ...(back.length > 0 ? [['taken back:', ...back]] : []),
    ...(left.length > 0 ? [[`not taken back, ${plural(left.length, 'file')}:`, ...left]] : []),
    [conclusion(run, undone, back.length), ...(left.length > 0 ? [`${paint('faint', 'next:')} ${AFTER_REFUSAL}`] : [])],
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

const AFTER_REFUSAL = 'mend these files and run `pitstop undo` again, or keep them with `pitstop undo --forget`';

function conclusion(run: PastRun, { unchanged, refused }: Undoing, back: number): string {
  const rest = [
    ...(unchanged.length > 0 ? [`${unchanged.length} ${unchanged.length === 1 ? 'was' : 'were'} as before already`] : []),
    ...(refused.length > 0 ? [`${refused.length} left`] : []),
  ];
  const done = back === 0 ? `took nothing back of ${nameOf(run)}` : `took back ${plural(back, 'file')} of ${nameOf(run)}`;
  return rest.length === 0 ? done : `${done}; ${rest.join(', ')}`;
}

/** `the run of 2026-11-25 08:15:30, which was killed`. */
export function nameOf({ started, state }: Pick<PastRun, 'started' | 'state'>): string {
  return `the run of ${localTime(started)}${state === 'killed' ? ', which was killed' : ''}`;
}

/** The runs that a journal knows, latest first. */
export function renderRuns(runs: readonly PastRun[], paint: Paint): string {
  const rows = runs.map(({ started, state, paths, fixes }) => [localTime(started), paths.length, state, fixesOf(fixes)]);
  return `${renderTable(['run of', 'files', 'state', 'fixes'], rows, paint).join('\n')}\n`;
}

function fixesOf(fixes: PastRun['fixes']): string {
  if (fixes === null) return 'what is left of it';
  return Object.entries(fixes).map(([transform, many]) => `${many} ${transform}`).join(', ');
}

function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}
