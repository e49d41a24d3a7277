import { UserError } from '../../core/errors.js';
import type { Canvas } from '../../review/prompt.js';
import type { Flags } from '../flags.js';
import { colored } from '../terminal.js';

/** The terminal to draw on: stdout, or stderr where stdout goes elsewhere. Throws a `UserError` where there is none to talk to. */
export function openCanvas({ color }: Pick<Flags, 'color'>): Canvas {
  const descriptor = process.stdout.isTTY ? 1 : 2;
  const output = descriptor === 1 ? process.stdout : process.stderr;
  if (!process.stdin.isTTY || !output.isTTY) {
    throw new UserError('fix asks about every place, and there is no terminal to ask on', '`pitstop fix --yes` applies safe fixes without asking, `pitstop diff` shows all');
  }
  if (process.env['TERM'] === 'dumb') {
    throw new UserError('fix needs a terminal that can move its cursor, and TERM is dumb', '`pitstop fix --yes` applies safe fixes without asking');
  }
  return { output, descriptor, isColored: colored(color, true, process.env) };
}
