import type { Fault } from '../core/types.js';
import { UserError } from '../core/errors.js';
import { showLine, showPath } from '../report/text.js';

/** One line for something that the user can mend. */
export function mendText(error: UserError): string {
  return showLine(`pitstop: ${error.message}${error.hint === null ? '' : ` (${error.hint})`}`);
}

/** What a bug report needs to know of the program and the machine. */
function environment(version: string): string {
  return `pitstop ${version}, node ${process.version}, ${process.platform} ${process.arch}`;
}

/** The lines for faults that were confined to one transform in one file; nothing of them was applied. */
export function faultText(faults: readonly Fault[], version: string): string {
  const lines = faults.map(({ transform, path, step, message }) => `  ${transform}, ${showPath(path)}, ${step}: ${showLine(message)}`);
  return [
    `pitstop: ${faults.length === 1 ? 'a fault' : `${faults.length} faults`} of its own; the fixes concerned were left out. Please report:`,
    ...lines,
    `  ${environment(version)}`,
  ].join('\n');
}

/** The lines for an exception that nothing expected. */
export function crashText(error: unknown, argv: readonly string[], version: string, verbose: boolean): string {
  const known = error instanceof Error ? error : new Error(String(error));
  return [
    'pitstop: a fault of its own; nothing more was done. Please report:',
    `  ${showLine(`${known.name}: ${known.message}`)}`,
    `  ${showLine(`pitstop ${argv.join(' ')}`)}`,
    `  ${environment(version)}`,
    verbose ? (known.stack ?? '') : '  (--verbose adds the stack)',
  ].join('\n');
}
