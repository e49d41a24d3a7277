import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { ansiPaint, plainPaint, type Paint } from '../report/paint.js';
import type { Color, Flags } from './flags.js';
import { usesStdout, writeReport } from './output.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a command's result and its remarks go. */
export interface Terminal {
  /** The result of a command that has one, whole: to stdout, or to the file of `--output`. */
  deliver(result: string | Uint8Array): void;
  /** A remark for a person, on stderr; not with `--quiet`. */
  say(line: string): void;
  /** A remark that only `--verbose` asks for. */
  detail(line: string): void;
  /** Colours for the result. */
  readonly paint: Paint;
  /** Colours for remarks. */
  readonly remarkPaint: Paint;
  /** Columns of the terminal that the result goes to, or null. */
  readonly width: number | null;
}

export function openTerminal(flags: Pick<Flags, 'color' | 'output' | 'quiet' | 'verbose'>): Terminal {
  const isScreen = usesStdout(flags.output) && isatty(1);
  const [file = '-'] = flags.output;
  return {
    deliver: (result) => (file === '-' ? writeOut(result) : writeReport(file, result)),
    say: (line) => {
      if (!flags.quiet) writeErr(`${line}\n`);
    },
    detail: (line) => {
      if (flags.verbose) writeErr(`${line}\n`);
    },
    paint: colored(flags.color, isScreen, process.env) ? ansiPaint : plainPaint,
    remarkPaint: colored(flags.color, isatty(2), process.env) ? ansiPaint : plainPaint,
    width: isScreen ? process.stdout.columns : null,
  };
}

/** `--color` decides; `auto` follows NO_COLOR, FORCE_COLOR and whether a terminal shows it. */
export function colored(when: Color, isScreen: boolean, env: Environment): boolean {
  if (when !== 'auto') return when === 'always';
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isScreen && env['TERM'] !== 'dumb';
}

export function writeErr(text: string): void {
  writeAll(2, Buffer.from(text));
}

export function writeOut(result: string | Uint8Array): void {
  writeAll(1, typeof result === 'string' ? Buffer.from(result) : result);
}

/** A reader that has gone (`| head`, a terminal that was closed) is not an error: what it did not want is dropped. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE' || code === 'EIO') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
