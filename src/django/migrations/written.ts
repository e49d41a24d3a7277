/** Parts of a migration as its app's other migrations write them. */
import { code, joinCode, plain } from '../../core/code.js';
import type { Code } from '../../core/types.js';
import { WIDTH } from '../../python/edits/layout.js';
import type { MigrationStyle } from './app.js';

/** The depth at which an operation's arguments stand in a file. */
const DEPTH = 12;

/** A string literal. */
export function literal(text: string, { quote }: MigrationStyle): string {
  const best = text.includes(quote) && !text.includes(quote === '"' ? "'" : '"') ? (quote === '"' ? "'" : '"') : quote;
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(best, `\\${best}`);
  return `${best}${escaped}${best}`;
}

/** A list of string literals. */
export function literals(texts: readonly string[], style: MigrationStyle): string {
  return `[${texts.map((text) => literal(text, style)).join(', ')}]`;
}

/** `AddIndex(model_name=…, index=…)` over several lines, with four blanks a step. */
export function operation(callee: Code, args: readonly (readonly [name: string, value: Code])[]): Code {
  const lines = args.map(([name, value]) => code`    ${name}=${value},`);
  return joinCode([code`${callee}(`, ...lines, plain(')')], '\n');
}

/** `models.Index(fields=[…], name='…')`, on lines of its own where Black would put it there. */
export function call(callee: Code, args: readonly string[], argument: string, { isNarrow }: MigrationStyle): Code {
  const whole = code`${callee}(${args.join(', ')})`;
  if (!isNarrow || DEPTH + argument.length + whole.text.length + 2 <= WIDTH) return whole;
  const inner = args.join(', ');
  const isShort = DEPTH + 4 + inner.length <= WIDTH;
  const lines = isShort ? [`        ${inner}`] : args.map((arg) => `        ${arg},`);
  return joinCode([code`${callee}(`, ...lines.map((line) => plain(line)), plain('    )')], '\n');
}
