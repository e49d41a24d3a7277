import type { Finding } from '../core/types.js';
import type { Invocation } from './args.js';

/** The command line of a further command on the same places: same transforms, paths and project. */
export function nextCommand(command: string, { operands, flags }: Invocation): string {
  const words = [
    ...one('--only', flags.only.join(',')),
    ...one('--skip', flags.skip.join(',')),
    ...(flags.safe && !command.startsWith('fix') ? ['--safe'] : []),
    ...one('--since', flags.since),
    ...flags.exclude.flatMap((glob) => ['--exclude', glob]),
    ...one('--config', flags.config),
    ...one('--root', flags.root),
    ...one('--baseline', flags.baseline),
    ...operands,
  ];
  return [`pitstop ${command}`, ...words.map(shellQuote)].join(' ');
}

/** The `fix` that would apply what a diff of these findings shows. */
export function nextFix(wanted: readonly Finding[], invocation: Invocation): string {
  const suggested = !invocation.flags.safe && wanted.some((finding) => finding.verdict === 'suggested');
  return nextCommand(suggested ? 'fix --yes --suggested' : 'fix --yes', invocation);
}

function one(option: string, value: string | null): string[] {
  return value === null || value === '' ? [] : [option, value];
}

export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!/[\u0000-\u001f]/.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${word.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}'`;
}
