import { parse, TomlError } from 'smol-toml';
import { UserError } from '../core/errors.js';
import { suggestion } from './nearest.js';

/** The table `[tool.pitstop]` as written: ids and families may still be unknown, option values unchecked. */
export interface Config {
  /** The file, as it is named in messages. */
  readonly file: string;
  /** Ids or families that run; null: all. */
  readonly transforms: readonly string[] | null;
  readonly exclude: readonly string[];
  /** Ids or families whose suggested fixes are applied where nobody looks at them one by one. */
  readonly promote: readonly string[];
  /** Option values by transform id. */
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What packages are, where the project's files do not say so: `django = "5.2"`. Facts read it from the file itself. */
  readonly versions: Readonly<Record<string, string>>;
}

const KEYS = ['transforms', 'exclude', 'promote', 'versions'];

/**
 * Reads `[tool.pitstop]` from the text of a `pyproject.toml`; null if it has no such table. Throws a
 * `UserError` of one line that names the file and the key.
 */
export function readConfig(text: string, file: string, ids: readonly string[]): Config | null {
  const tool = parseToml(text, file)['tool'];
  const table = isTable(tool) ? tool['pitstop'] : undefined;
  if (table === undefined) return null;
  if (!isTable(table)) throw new UserError(`${file}: tool.pitstop is not a table`);
  return {
    file,
    transforms: 'transforms' in table ? strings(table, 'transforms', file) : null,
    exclude: strings(table, 'exclude', file),
    promote: strings(table, 'promote', file),
    options: optionTables(table, file, ids),
    versions: versionTable(table['versions'] ?? {}, file),
  };
}

function optionTables(table: Table, file: string, ids: readonly string[]): Record<string, Table> {
  const own = Object.entries(table).filter(([key]) => !KEYS.includes(key));
  for (const [key, value] of own) {
    const path = `${file}: tool.pitstop.${key}`;
    if (!ids.includes(key)) {
      const what = isTable(value) ? 'there is no such transform' : 'there is no such key';
      throw new UserError(`${path}: ${what}${suggestion(key, [...KEYS, ...ids])}`);
    }
    if (!isTable(value)) throw new UserError(`${path}: expected a table of options`);
  }
  return Object.fromEntries(own) as Record<string, Table>;
}

function strings(table: Table, key: string, file: string): readonly string[] {
  const value = table[key] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value as string[];
  throw new UserError(`${file}: tool.pitstop.${key}: expected a list of strings`);
}

function versionTable(value: unknown, file: string): Readonly<Record<string, string>> {
  if (isTable(value) && Object.values(value).every((version) => typeof version === 'string')) return value as Record<string, string>;
  throw new UserError(`${file}: tool.pitstop.versions: expected a table of versions, such as django = "5.2"`);
}

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function parseToml(text: string, file: string): Table {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    throw new UserError(`${file}:${error.line}:${error.column}: not valid TOML: ${reason}`);
  }
}
