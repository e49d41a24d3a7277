import { loadTransform, transformIds } from '../../source/catalogue.js';
import type { Transform } from '../../python/define.js';
import { renderTable } from '../../report/table.js';
import type { Invocation } from '../args.js';
import { EXIT, type ExitCode } from '../exit.js';
import { choice } from '../flags.js';
import type { Terminal } from '../terminal.js';

/** Prints the catalogue. */
export async function list({ flags }: Invocation, terminal: Terminal): Promise<ExitCode> {
  const format = choice('--format', flags.format ?? 'text', ['text', 'json']);
  const transforms = await Promise.all(transformIds().map(loadTransform));
  terminal.deliver(format === 'json' ? asJson(transforms) : asTable(transforms, terminal));
  return EXIT.done;
}

function asTable(transforms: readonly Transform[], { paint }: Terminal): string {
  const rows = transforms.map(({ id, family, safety, summary }) => [id, family, safety, summary]);
  return `${renderTable(['transform', 'family', 'at best', 'what it does'], rows, paint).join('\n')}\n`;
}

function asJson(transforms: readonly Transform[]): string {
  const entries = transforms.map(({ id, family, safety, summary, references, options }) => ({
    id, family, safety, summary, references, options: Object.fromEntries(Object.entries(options).map(describeOption)),
  }));
  return `${JSON.stringify({ schema: 1, transforms: entries }, null, 2)}\n`;
}

type Declared = Transform['options'][string];

function describeOption([name, option]: [string, Declared]): [string, object] {
  return [name, { default: option.default as unknown, expects: option.expects, describe: option.describe }];
}
