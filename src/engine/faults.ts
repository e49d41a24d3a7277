import type { Fault } from '../core/types.js';

const FRAMES = 4;

/** An exception as one text for a bug report: its message and where it came from, without the machine's own paths. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}: ${error.message}`, ...frames.slice(0, FRAMES).map(shortFrame)].join('\n');
}

/**
 * `fix (transforms/request-timeout.js:12:3)` whatever folder pitstop was installed in. Of code that is bundled
 * into each thread's own file only the function's name says something, and the same in all of them.
 */
function shortFrame(frame: string): string {
  const short = frame.replace(/(file:\/\/)?[^\s()]*\/((?:src|transforms|test|node_modules)\/[^\s()]*)/g, '$2');
  return short.replace(/ \(?src\/(chunks\/[\w-]+|cli\/main|engine\/worker|shared\/index)\.js:[\d:]+\)?$/, '');
}

/** What throws on a file may throw again on what other transforms make of it. */
export function once(faults: readonly Fault[]): Fault[] {
  const first = new Map<string, Fault>();
  for (const fault of faults) {
    const key = `${fault.transform} ${fault.step} ${fault.path}`;
    if (!first.has(key)) first.set(key, fault);
  }
  return [...first.values()];
}
