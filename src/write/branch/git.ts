import { UserError } from '../../core/errors.js';
import { lastLines } from './tail.js';
import type { Ended, Processes } from './processes.js';

/** Something that was run for the user went wrong: its last lines are worth reading. */
export class RunError extends UserError {
  constructor(
    message: string,
    readonly lines: readonly string[],
    hint: string | null = null,
  ) {
    super(message, hint);
  }
}

/** How git is run in one folder. */
export interface Git {
  readonly folder: string;
  /** What it prints; throws a `RunError` where it fails. */
  (args: readonly string[], input?: string): Promise<string>;
  /** The same, null where it fails. */
  ask(args: readonly string[]): Promise<string | null>;
  /** With the repository's hooks, and without judging how it ends. */
  withHooks(args: readonly string[], input?: string): Promise<Ended>;
  /** The same git in another folder. */
  in(folder: string): Git;
}

/**
 * Git that makes commits and references. It decides by the folder alone, keeps to this one worktree, leaves no
 * process behind, and runs hooks only where that is said.
 */
export function openGit(processes: Processes, folder: string): Git {
  const start = (settings: readonly string[], args: readonly string[], input?: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> => {
    const options = { command: 'git', args: [...settings, ...args], cwd: folder, env: { ...ownEnvironment(), ...env } };
    return processes.run({ ...options, ...(input !== undefined && { input }) }).catch(missing);
  };
  const quietly = (args: readonly string[], input?: string): Promise<Ended> => start([...ALONE, ...NO_HOOKS], args, input, ASKING);
  const run = async (args: readonly string[], input?: string): Promise<string> => {
    const ended = await quietly(args, input);
    if (ended.code === 0) return ended.stdout.toString('utf8');
    const lines = lastLines([ended.stderr]);
    throw new RunError(`git ${args[0] ?? ''} failed: ${reasonIn(lines)}`, lines.length > 1 ? lines : []);
  };
  return Object.assign(run, {
    folder,
    ask: async (args: readonly string[]) => {
      const ended = await quietly(args);
      return ended.code === 0 ? ended.stdout.toString('utf8') : null;
    },
    withHooks: (args: readonly string[], input?: string) => start(ALONE, args, input),
    in: (other: string) => openGit(processes, other),
  });
}

const ALONE = [
  ...['core.fsmonitor=false', 'core.untrackedCache=false', 'gc.auto=0', 'maintenance.auto=false', 'submodule.recurse=false'],
  ...['advice.detachedHead=false', 'core.quotePath=false'],
].flatMap((setting) => ['-c', setting]);

/** Asking how things are refreshes no index, and the answer is in the language that is looked for here. */
const ASKING = { GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };

export const NO_HOOKS = ['-c', 'core.hooksPath=/dev/null'];

/** Git's own word on why it failed, without its `fatal:`. */
function reasonIn(lines: readonly string[]): string {
  const telling = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? 'it says nothing';
  return telling.replace(/^(fatal|error): /, '');
}

function missing(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOENT' ? new UserError('git is not installed, or its folder is gone') : error;
}

/** What a hook's environment says of another repository or index is not passed on. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !REPOSITORY.test(name));
  return Object.fromEntries(own);
}

const REPOSITORY = /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|NAMESPACE|\w+_PATHSPECS)$/;
