#!/usr/bin/env node
import { UserError } from '../core/errors.js';
import { askAhead } from '../source/tracked.js';
import type { Invocation } from './args.js';
import { EXIT, type ExitCode } from './exit.js';
import { openTerminal, writeErr, writeOut, type Terminal } from './terminal.js';
import { version } from './version.js';

const argv = process.argv.slice(2);

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = await report(error);
}

/** Git takes about as long to list the files as it takes to load what looks at them: so it is asked before that. */
async function main(): Promise<ExitCode> {
  if (isAboutFolder()) askAhead(process.cwd());
  const { parseArguments } = await import('./args.js');
  const asked = parseArguments(argv, version());
  if ('mistaken' in asked) {
    (asked.mistaken ? writeErr : writeOut)(asked.text);
    return asked.mistaken ? EXIT.mend : EXIT.done;
  }
  const command = await load(asked);
  return command(asked, openTerminal(asked.flags));
}

/** Whether the files of the current directory will most likely be asked for. */
function isAboutFolder(): boolean {
  const [command = ''] = argv;
  return ['audit', 'diff', 'fix'].includes(command) && !argv.some((argument) => argument.startsWith('--root'));
}

type Run = (invocation: Invocation, terminal: Terminal) => Promise<ExitCode>;

/** A command is loaded when it is asked for, with what only it needs. */
async function load({ command }: Invocation): Promise<Run> {
  if (command === 'audit') return (await import('./commands/audit.js')).audit;
  if (command === 'diff') return (await import('./commands/diff.js')).diff;
  if (command === 'fix') return (await import('./commands/fix.js')).fix;
  if (command === 'branch') return (await import('./commands/branch.js')).branch;
  if (command === 'undo') return (await import('./commands/undo.js')).undo;
  if (command === 'list') return (await import('./commands/list.js')).list;
  return (await import('./commands/explain.js')).explain;
}

async function report(error: unknown): Promise<ExitCode> {
  const { crashText, mendText } = await import('./trouble.js');
  const isMendable = error instanceof UserError;
  writeErr(`${isMendable ? mendText(error) : crashText(error, argv, version(), argv.includes('--verbose'))}\n`);
  return isMendable ? EXIT.mend : EXIT.fault;
}
