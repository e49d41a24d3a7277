import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError } from '../../core/errors.js';
import { nameOf, renderRuns, renderUndone, type PastRun } from '../../report/undone.js';
import { plural } from '../../report/report.js';
import { gitDirectory } from '../../source/git.js';
import { journalFolder, readJournal, stateOf, type JournalEntry } from '../../write/journal.js';
import { forget, latestRun, rootOf, undo as takeBack } from '../../write/undo.js';
import type { Invocation } from '../args.js';
import { EXIT, type ExitCode } from '../exit.js';
import { choice } from '../flags.js';
import { locateRoot } from '../locate.js';
import type { Terminal } from '../terminal.js';

/** Takes back the last run of `fix`, or shows or drops what could be taken back. */
export async function undo({ flags }: Invocation, terminal: Terminal): Promise<ExitCode> {
  if (flags.list && flags.forget) throw new UserError('--list and --forget exclude each other');
  const isJson = choice('--format', flags.format ?? 'text', ['text', 'json']) === 'json';
  const near = realpathSync(locateRoot(flags.root));
  const journal = journalFolder(near, await gitDirectory(near));
  if (flags.list) return list(journal, near, terminal, isJson);
  const latest = latestRun(journal);
  if (latest === null) return nothing(near, terminal, isJson ? { run: null } : null);
  const run = pastRun(latest.entry, near);
  if (flags.forget) {
    forget(latest, near);
    const kept = `forgot ${nameOf(run)}; what it wrote stays, in ${plural(run.paths.length, 'file')}\n`;
    return deliver(terminal, isJson ? { run, forgotten: true } : kept);
  }
  const undone = takeBack(latest, near);
  const show = (path: string): string => relative(near, join(run.root, path));
  deliver(terminal, isJson ? { run, ...undone } : renderUndone(run, undone, terminal.paint, show));
  return undone.refused.length > 0 ? EXIT.mend : EXIT.done;
}

function list(journal: string, near: string, terminal: Terminal, isJson: boolean): ExitCode {
  const runs = readJournal(journal).map(({ entry }) => pastRun(entry, near));
  if (isJson) return deliver(terminal, { runs });
  return runs.length === 0 ? nothing(near, terminal, null) : deliver(terminal, renderRuns(runs, terminal.paint));
}

function nothing(near: string, terminal: Terminal, json: object | null): ExitCode {
  return deliver(terminal, json ?? `nothing to undo: the journal for ${near} holds no run of \`pitstop fix\`\n`);
}

function deliver(terminal: Terminal, result: string | object): ExitCode {
  terminal.deliver(typeof result === 'string' ? result : `${JSON.stringify({ schema: 1, ...result }, null, 2)}\n`);
  return EXIT.done;
}

function pastRun(entry: JournalEntry, near: string): PastRun {
  const { started, fixes, files } = entry;
  return { started, state: stateOf(entry), root: rootOf(entry, near), paths: files.map(({ path }) => path), fixes: fixes ?? null };
}
