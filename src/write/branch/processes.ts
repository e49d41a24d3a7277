import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';

/** A child process that ended. */
export interface Ended {
  /** Exit code; more than 128 where a signal ended it, as shells count. */
  readonly code: number;
  readonly isKilled: boolean;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export interface Start {
  readonly command: string;
  /** Null: the command is a line for the shell, which gets a process group of its own. */
  readonly args: readonly string[] | null;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Sees both streams as they come; then nothing of them is kept. */
  readonly onOutput?: (chunk: Buffer) => void;
}

/** How long a child that is told to end may take, and one that ended may leave its streams open; in milliseconds. */
const GRACE = 2_000;

/** The child processes of one run: they end with it. */
export class Processes {
  private readonly running = new Map<ChildProcess, { readonly isGroup: boolean; readonly end: Promise<unknown> }>();
  private isClosed = false;

  /** Rejects if the command cannot be started. After `close` the answer never comes, so that nothing more happens. */
  async run(start: Start): Promise<Ended> {
    if (this.isClosed) return never();
    const child = open(start);
    const isGroup = start.args === null;
    const ended = collect(child, start);
    this.running.set(child, { isGroup, end: ended.catch(() => undefined) });
    try {
      const outcome = await ended;
      if (outcome.isKilled) await pause(100); // What ended it may have been meant for the whole run.
      return this.isClosed ? await never() : outcome;
    } finally {
      if (isGroup) signal(child, true, 'SIGKILL');
      this.running.delete(child);
    }
  }

  /** Ends what runs; nothing is started any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    const children = [...this.running];
    for (const [child, { isGroup }] of children) signal(child, isGroup, 'SIGTERM');
    await Promise.race([Promise.all(children.map(([, { end }]) => end)), pause(GRACE)]);
    for (const [child, { isGroup }] of children) signal(child, isGroup, 'SIGKILL');
  }
}

function open({ command, args, cwd, env, input }: Start): ChildProcess {
  const options: SpawnOptions = { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] };
  const child = args === null ? spawn(command, { ...options, shell: true, detached: true }) : spawn(command, args, options);
  child.stdin?.on('error', () => undefined); // It may end without having read everything.
  child.stdin?.end(input);
  return child;
}

function collect(child: ChildProcess, { onOutput }: Start): Promise<Ended> {
  const kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', onOutput ?? ((chunk: Buffer) => kept[name].push(chunk)));
  }
  return new Promise((resolve, reject) => {
    const answer = (given: number | null, name: NodeJS.Signals | null): void => {
      const code = given ?? 128 + constants.signals[name ?? 'SIGHUP'];
      resolve({ code, isKilled: name !== null, stdout: Buffer.concat(kept.stdout), stderr: Buffer.concat(kept.stderr) });
    };
    child.once('error', reject);
    child.once('close', answer);
    // What it left behind in the background may hold the streams open.
    child.once('exit', (code, name) => setTimeout(answer, GRACE, code, name).unref());
  });
}

/** A shell's children are reached through its group. */
function signal(child: ChildProcess, isGroup: boolean, name: NodeJS.Signals): void {
  if (child.pid === undefined || (!isGroup && child.exitCode !== null)) return;
  try {
    process.kill(isGroup ? -child.pid : child.pid, name);
  } catch {
    return;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
