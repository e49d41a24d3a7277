import { demand } from './command.js';
import { benchFile } from './paths.js';

export interface Measure {
  /** Wall time. */
  readonly seconds: number;
  /** User and system time of all its processes, in seconds. */
  readonly cpu: number;
  /** Largest resident size of any of its processes, in bytes. */
  readonly peak: number;
  readonly exit: number;
}

/** Runs a command (an absolute path and its arguments) in a folder, with its stdout in a file. */
export function measure(command: readonly string[], folder: string, output: string): Measure {
  const printed = demand(['python3', '-I', '-S', benchFile('measure.py'), output, ...command], { folder });
  return JSON.parse(printed.toString('utf8')) as Measure;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (upper + lower) / 2;
}
