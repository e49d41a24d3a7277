import { spawnSync } from 'node:child_process';

export interface Outcome {
  /** Exit status; the signal that ended it, if one did. */
  readonly exit: number | string;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly seconds: number;
}

export interface Place {
  readonly folder?: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds after which it is killed. */
  readonly limit?: number;
}

/** Runs a command to its end, whatever that is. Throws if it cannot be started. */
export function run([program, ...words]: readonly [string, ...string[]], place: Place = {}): Outcome {
  const start = process.hrtime.bigint();
  const { status, signal, stdout, stderr, error } = spawnSync(program, words, {
    maxBuffer: 2 ** 30,
    ...(place.folder !== undefined && { cwd: place.folder }),
    ...(place.input !== undefined && { input: place.input }),
    ...(place.limit !== undefined && { timeout: place.limit * 1000, killSignal: 'SIGKILL' }),
    env: { ...process.env, ...place.env },
  });
  if (error !== undefined && signal === null) throw new Error(`${program} cannot be run: ${error.message}`);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { exit: status ?? signal ?? 'nothing', stdout, stderr: stderr.toString('utf8'), seconds };
}

/** Like `run`, for a command that has to succeed: its stdout. */
export function demand(command: readonly [string, ...string[]], place: Place = {}): Buffer {
  const { exit, stdout, stderr } = run(command, place);
  if (exit === 0) return stdout;
  throw new Error(`${command.join(' ')} exited with ${exit}: ${firstLine(stderr)}`);
}

export function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
