import { execFile, execFileSync, spawn, type ChildProcess, type ExecFileOptions } from 'node:child_process';
import { resolve } from 'node:path';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a user would, in a folder; `npm test` builds it first. */
export function pitstop(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return start(args, { cwd });
}

/** The same by a user whom permissions hold back, as they do not root; where root runs the tests the folder is given to that user. */
export function pitstopAsUser(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  if (process.getuid?.() !== 0) return start(args, { cwd });
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, cwd]);
  return start(args, { cwd, uid: NOBODY, gid: NOBODY });
}

const NOBODY = 65534;

function start(args: readonly string[], options: ExecFileOptions): Promise<Outcome> {
  return new Promise((done) => {
    const command = [resolve('dist/src/cli/main.js'), ...args];
    execFile(process.execPath, command, { ...options, encoding: 'utf8', maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** Starts the built command in a process group of its own, to be ended from outside. */
export function startPitstop(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [resolve('dist/src/cli/main.js'), ...args], { cwd, env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
}
