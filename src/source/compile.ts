import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';

export interface CompileInput {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Compiled {
  /** Of Python 3. */
  readonly minor: number;
  /** By path: null, or what is wrong, such as `line 3: invalid syntax`. */
  readonly problems: ReadonlyMap<string, string | null>;
}

/**
 * Says its minor version, then reads one file a line, in Base64, and answers each with a line of JSON: null, or what is
 * wrong with it. The whole compiler runs, because parsing alone lets `f(a=1, a=2)` pass; nothing is executed.
 */
const SCRIPT = `
import sys
if sys.version_info[0] < 3: sys.exit(1)
import base64, json, warnings
warnings.simplefilter('ignore')
def say(value):
    sys.stdout.write(json.dumps(value) + '\\n')
    sys.stdout.flush()
def problem(line):
    try:
        compile(base64.b64decode(line), '<source>', 'exec', dont_inherit=True)
    except SyntaxError as error:
        return ('line %d: ' % error.lineno if error.lineno else '') + (error.msg or 'invalid syntax')
    except Exception as error:
        return str(error) or type(error).__name__
say(sys.version_info[1])
for line in sys.stdin:
    say(problem(line))
`;

/** Isolated from the user's environment and site packages; writes no bytecode. */
const FLAGS = ['-I', '-S', '-B', '-c', SCRIPT];

/** What Python says of each file, in one process. Null where there is no Python 3. */
export async function compileAll(files: readonly CompileInput[]): Promise<Compiled | null> {
  for (const command of ['python3', 'python']) {
    const said = await answersOf(command, files);
    if (said === null) continue;
    return { minor: said.minor, problems: new Map(files.map(({ path }, at) => [path, said.answers[at] ?? null])) };
  }
  return null;
}

/** One answer a file. A file that brings Python down is answered for, and the rest asked of a new process. */
async function answersOf(command: string, files: readonly CompileInput[]): Promise<Said | null> {
  const [minor, ...lines] = await converse(command, files);
  if (typeof minor !== 'number') return null;
  const answers = lines as Said['answers'];
  if (answers.length >= files.length) return { minor, answers };
  const rest = await answersOf(command, files.slice(answers.length + 1));
  return { minor, answers: [...answers, `${command} ended without an answer`, ...(rest?.answers ?? [])] };
}

interface Said {
  readonly minor: number;
  readonly answers: readonly (string | null)[];
}

function converse(command: string, files: readonly CompileInput[]): Promise<unknown[]> {
  return new Promise((resolve) => {
    const python = spawn(command, FLAGS, { cwd: tmpdir(), env: process.env, stdio: ['pipe', 'pipe', 'ignore'] });
    const output: Buffer[] = [];
    python.on('error', () => resolve([]));
    python.stdin.on('error', () => undefined);
    python.stdout.on('data', (data: Buffer) => output.push(data));
    python.on('close', () => resolve(linesOf(Buffer.concat(output).toString())));
    for (const file of files) python.stdin.write(`${Buffer.from(file.bytes).toString('base64')}\n`);
    python.stdin.end();
  });
}

/** Whole lines only: the last one may have been cut short. */
function linesOf(output: string): unknown[] {
  const lines = output.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as unknown);
}
