import type * as Commander from 'commander';
import { createRequire } from 'node:module';
import { UserError } from '../core/errors.js';
import { FORMATS, readFlags, type Flags, type Given } from './flags.js';

/** Required, for a CommonJS package that is imported is searched for its exports first, which takes longer than running it. */
const { Command, CommanderError } = createRequire(import.meta.url)('commander') as typeof Commander;
type Command = Commander.Command;
type CommanderError = Commander.CommanderError;

export type CommandName = 'audit' | 'diff' | 'fix' | 'branch' | 'undo' | 'list' | 'explain';

/** What the user asked for. */
export interface Invocation {
  readonly command: CommandName;
  /** The paths, or the id for `explain`. */
  readonly operands: readonly string[];
  readonly flags: Flags;
}

/** Help or a version, for stdout or, after a mistake, for stderr. */
export interface Shown {
  readonly text: string;
  readonly mistaken: boolean;
}

/** Reads the command line. Throws a `UserError` of one line for what it cannot understand. */
export function parseArguments(argv: readonly string[], version: string): Invocation | Shown {
  const shown: string[] = [];
  const invocations: Invocation[] = [];
  const program = describe(version, (command, operands, given) => {
    invocations.push({ command, operands, flags: readFlags(given) });
  });
  for (const command of [program, ...program.commands]) {
    const write = (text: string): void => void shown.push(text);
    command.exitOverride().configureOutput({ writeOut: write, writeErr: write });
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (!isHelp(error)) throw new UserError(oneLine(error.message));
    return { text: shown.join(''), mistaken: error.exitCode !== 0 };
  }
  const [invocation] = invocations;
  return invocation ?? { text: program.helpInformation(), mistaken: true };
}

const EXIT_CODES = [
  'Exit codes:',
  '  0  done, or nothing to do',
  '  1  something is left to fix, with --check',
  '  2  you can mend it: a wrong option, a broken configuration, a file that cannot be written',
  '  3  a fault of pitstop',
].join('\n');

type Found = (command: CommandName, operands: string[], given: Given) => void;

function describe(version: string, found: Found): Command {
  const program = new Command('pitstop')
    .description('Codemods that make Django, Celery and requests code fast and safe, with a reason for every place left alone.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', `\n${EXIT_CODES}`);
  const survey = (name: CommandName, summary: string): Command =>
    filters(program.command(name).summary(summary).description(summary))
      .argument('[paths...]', 'files or directories; without any: the whole root')
      .action((paths: string[], given: Given) => found(name, paths, given));
  reports(survey('audit', 'Show what could be fixed and what was refused, and why; writes nothing'), 'text')
    .option('--baseline-update', 'write all findings of now to that file; those that are gone leave it');
  reports(survey('diff', 'Print every fix as one unified diff that git apply accepts; writes nothing').option('--stat', 'print how many lines change in each file instead'), 'diff');
  reports(fixing(survey('fix', 'Review the fixes one by one on the terminal and write those that you take')), 'text');
  branches(filters(program.command('branch').summary('Apply the fixes in a new git branch').description(BRANCH)))
    .argument('<name>', 'the new branch')
    .argument('[paths...]', 'files or directories; without any: the whole root')
    .action((name: string, paths: string[], given: Given) => found('branch', [name, ...paths], given));
  general(program.command('undo').summary('Take back the last fix').description('Take back what the last fix wrote, but for files that have changed since.'))
    .option('--list', 'show the runs that can be taken back, the next one first')
    .option('--forget', 'drop the last run from the journal and keep what it wrote')
    .option('--root <dir>', 'the project (default: the current directory)')
    .option('--format <format>', 'text or json', 'text')
    .option('--output <file>', 'write to a file instead of stdout')
    .action((given: Given) => found('undo', [], given));
  general(program.command('list').summary('List the transforms').description('List the transforms.'))
    .option('--format <format>', 'text or json', 'text')
    .option('--output <file>', 'write to a file instead of stdout')
    .action((given: Given) => found('list', [], given));
  general(program.command('explain').summary('Print the page of one transform').description('Print the page of one transform.'))
    .argument('<id>', 'the transform')
    .option('--output <file>', 'write to a file instead of stdout')
    .action((id: string, given: Given) => found('explain', [id], given));
  return program;
}

function filters(command: Command): Command {
  return command
    .option('--only <ids>', 'run these transforms or families, separated by commas', collect)
    .option('--skip <ids>', 'leave out these transforms or families', collect)
    .option('--suggested', 'include suggested fixes')
    .option('--safe', 'safe fixes only')
    .option('--since <ref>', 'only files changed since a git revision')
    .option('--exclude <glob>', 'leave out matching paths; may be repeated', collect)
    .option('--config <file>', 'read this file instead of the nearest pyproject.toml')
    .option('--root <dir>', 'the project; reported paths are relative to it (default: the current directory)')
    .option('--no-cache', 'find everything out anew, and remember nothing')
    .option('--jobs <n>', 'worker threads (default: one for each processor)');
}

function fixing(command: Command): Command {
  return command
    .option('--yes', 'apply without asking: safe fixes, and with --suggested all')
    .option('--refused', 'walk through the refused places: their reason, and what to do by hand')
    .option('--restart', 'ask again about places that an unfinished review left');
}

const BASELINE = 'be silent about the findings that are in this file';
const OUTPUT = 'write the report to a file instead of stdout (-), in the format of its ending; may be repeated';

function formats(own: string): string {
  return `${FORMATS.slice(0, -1).join(', ')} or ${FORMATS.at(-1)} (default: ${own})`;
}

function reports(command: Command, format: string): Command {
  return outputs(command.option('--baseline <file>', BASELINE), format);
}

function outputs(command: Command, format: string): Command {
  return general(
    command
      .option('--format <format>', formats(format))
      .option('--output <[format:]file>', OUTPUT, collect)
      .option('--check', 'exit with 1 if anything is left to fix'),
  );
}

const BRANCH =
  'Apply the fixes in a new git branch, through a temporary worktree: your checkout, index and stash stay as they are, ' +
  'and nothing is pushed. Safe fixes, and with --suggested all.';

function branches(command: Command): Command {
  const own = command
    .option('--baseline <file>', BASELINE)
    .option('--base <ref>', 'start from this revision (default: HEAD, without what is not committed)')
    .option('--verify <command>', 'keep only what leaves this shell command green; it runs in the worktree, and $PITSTOP_ROOT is your root')
    .option('--commit-per <unit>', 'transform, file or finding (default: transform)')
    .option('--pr-body <file>', 'write the text of a pull request, in Markdown')
    .option('--no-hooks', "do not run the repository's hooks")
    .option('--no-sign', 'do not sign, whatever git is configured to do');
  return outputs(own, 'text');
}

function general(command: Command): Command {
  return command
    .option('--color <when>', 'auto, always or never (default: auto)')
    .option('--quiet', 'say nothing on stderr but errors')
    .option('--verbose', 'say more on stderr')
    .helpOption('-h, --help', 'print this help');
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

function isHelp(error: CommanderError): boolean {
  return ['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(error.code);
}

/** commander puts its suggestion on a second line, in brackets. */
function oneLine(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/, (_, word: string) => `; did you mean "${word}"?`)
    .replace(/\n/g, ' ');
}
