import { loadTransform, pageOf, transformIds } from '../../source/catalogue.js';
import { suggestion } from '../../config/nearest.js';
import { UserError } from '../../core/errors.js';
import type { Options } from '../../core/options.js';
import type { Invocation } from '../args.js';
import { EXIT, type ExitCode } from '../exit.js';
import type { Terminal } from '../terminal.js';

/** Prints a transform's page and, generated from the transform itself, its options. */
export async function explain({ operands }: Invocation, terminal: Terminal): Promise<ExitCode> {
  const id = operands[0] as string;
  const ids = transformIds();
  if (!ids.includes(id)) throw new UserError(`there is no transform "${id}"${suggestion(id, ids)}`);
  const { options, summary } = await loadTransform(id);
  const page = pageOf(id) || `# ${id}\n\n${summary}.`;
  terminal.deliver([page.trimEnd(), '', ...optionLines(id, options), ''].join('\n'));
  return EXIT.done;
}

/** The options as TOML that could be pasted into `pyproject.toml`, each under what it is for. */
function optionLines(id: string, options: Options): string[] {
  const declared = Object.entries(options);
  if (declared.length === 0) return ['This transform has no options.'];
  const lines = declared.flatMap(([name, option]) => [
    ...['', `# ${option.describe.replace(/\.$/, '')}. Takes ${option.expects}.`],
    option.default === null ? `# ${name} is not set` : `${name} = ${toml(option.default)}`,
  ]);
  return ['Defaults, for pyproject.toml:', '', `[tool.pitstop.${id}]`, ...lines.slice(1)];
}

function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)} = ${toml(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
