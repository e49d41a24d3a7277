import { execFile } from 'node:child_process';

export type GitAnswer = { readonly output: string } | { readonly failed: 'missing' | 'refused' };

/** Enough for the list of a few million files. */
const LARGEST_OUTPUT = 512 * 1024 * 1024;

/**
 * Runs git in a folder. It decides by the folder alone: what a hook's environment says of another
 * repository or index is not passed on. Neither the index nor anything else is written, and no program
 * that the repository's configuration names is run.
 */
export function git(folder: string, args: readonly string[]): Promise<GitAnswer> {
  const options = { cwd: folder, env: environment(), maxBuffer: LARGEST_OUTPUT };
  return new Promise((resolve) => {
    execFile('git', ['-c', 'core.fsmonitor=false', ...args], options, (error, output) => {
      if (error === null) return resolve({ output });
      resolve({ failed: error.code === 'ENOENT' ? 'missing' : 'refused' });
    });
  });
}

/** The git directory of the work tree that a folder is in; null if it is in none, or git cannot tell. */
export async function gitDirectory(folder: string): Promise<string | null> {
  const answer = await git(folder, ['rev-parse', '--absolute-git-dir']);
  return 'output' in answer ? answer.output.replace(/\n$/, '') : null;
}

/** The items of an answer to a command that was given `-z`. */
export function items(output: string): string[] {
  return output.split('\0').filter((item) => item !== '');
}

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !REPOSITORY.test(name));
  return { ...Object.fromEntries(own), GIT_OPTIONAL_LOCKS: '0' };
}

const REPOSITORY = /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|\w+_PATHSPECS)$/;
