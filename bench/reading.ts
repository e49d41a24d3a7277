import { createHash } from 'node:crypto';
import type { Found } from './report.js';
import type { Trial } from './trial.js';

export interface Sampling {
  /** How many of each transform; null for all. */
  readonly size: number | null;
  readonly seed: string;
  /** Add the refused places, sampled by themselves. */
  readonly refused: boolean;
}

interface Item {
  readonly trial: Trial;
  readonly found: Found;
  readonly hunk: string;
  /** Decides who is in a sample: known from the finding and the seed alone, so more projects do not reshuffle it. */
  readonly rank: string;
}

/** The edits as a Markdown document for someone who reads them as the projects' maintainer would. */
export function renderReading(trials: readonly Trial[], sampling: Sampling): string {
  const items = trials.flatMap((trial) => itemsOf(trial, sampling.seed));
  const offered = items.filter(({ found }) => found.verdict !== 'refused');
  const refused = sampling.refused ? items.filter(({ found }) => found.verdict === 'refused') : [];
  const parts = [...chapters('offered', offered, sampling.size), ...chapters('refused', refused, sampling.size)];
  return `${parts.join('\n\n')}\n`;
}

function itemsOf(trial: Trial, seed: string): Item[] {
  return trial.report.findings.map((found, index) => {
    const name = [seed, trial.name, found.key, found.start.offset].join('\0');
    return { trial, found, hunk: trial.hunks[index] ?? '', rank: createHash('sha256').update(name).digest('hex') };
  });
}

function chapters(title: string, items: readonly Item[], size: number | null): string[] {
  const ids = [...new Set(items.map(({ found }) => found.transform))].sort();
  return ids.flatMap((id) => {
    const all = items.filter(({ found }) => found.transform === id);
    const chosen = new Set([...all].sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, size ?? all.length));
    const read = all.filter((item) => chosen.has(item));
    return [`# ${id}: ${read.length} of ${all.length} ${title}`, ...read.map(entry)];
  });
}

function entry({ trial, found, hunk }: Item, index: number): string {
  const imports = new Set(found.changes.length === 0 ? [] : (trial.files[found.path]?.imports ?? []));
  const fence = hunk.includes('```') ? '~~~~' : '```';
  return [
    `## ${index + 1}. ${trial.name}: ${found.path}:${found.start.line}`,
    `${found.verdict}, ${found.messageId}: ${found.message}`,
    `${fence}diff\n${hunk}${fence}`,
    ...(imports.size === 0 ? [] : [`Imports of the file, for all its edits:\n\n\`\`\`diff\n${[...imports].join('\n')}\n\`\`\``]),
  ].join('\n\n');
}
