import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'smol-toml';

export type Kind = 'change' | 'keep' | 'refuse' | 'project';

export const KINDS: readonly Kind[] = ['change', 'keep', 'refuse', 'project'];

/** What a fixture may say beyond its files, in the JSON file beside it. */
export interface Expectation {
  /** Message ids of all findings, in order. */
  readonly messages?: readonly string[];
  readonly verdicts?: readonly string[];
  /** Names of variants that do not hold for it, each with the reason. */
  readonly without?: Readonly<Record<string, string>>;
  /** Under which path the file of a fixture of one file is looked at, where its name matters. */
  readonly path?: string;
  /** Other files of the project of a fixture of one file, text by path. */
  readonly beside?: Readonly<Record<string, string>>;
  /** What shall appear beside that file, text by path. */
  readonly makes?: Readonly<Record<string, string>>;
}

/** One claim about a transform: its name says which. */
export interface Fixture {
  readonly kind: Kind;
  readonly name: string;
  /** The path of the one file; of a project, of none. */
  readonly path: string;
  /** Text by path. */
  readonly before: Readonly<Record<string, string>>;
  /** What the files that change or appear shall be. */
  readonly after: Readonly<Record<string, string>>;
  /** Option values as the user would set them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly expected: Expectation;
}

/** Under which path the file of a fixture of one file is looked at. */
export const MODULE = 'bookshop/orders.py';

/** The fixtures in a transform's folder, in order of kind and name. */
export function readFixtures(folder: string): Fixture[] {
  const single = KINDS.filter((kind) => kind !== 'project').flatMap((kind) => readFiles(join(folder, kind), kind));
  return [...single, ...readProjects(join(folder, 'project'))];
}

/** Files in a transform's folder that belong to no fixture. */
export function orphans(folder: string): string[] {
  const strays = list(folder).filter((name) => !KINDS.includes(name as Kind));
  return [...strays, ...KINDS.flatMap((kind) => orphansOf(join(folder, kind), kind).map((name) => `${kind}/${name}`))];
}

function orphansOf(folder: string, kind: Kind): string[] {
  const names = list(folder);
  if (kind === 'project') return names.filter((name) => !existsSync(join(folder, name, 'before')));
  return names.filter((name) => {
    const stem = /^(.+?)(\.fixed\.py|\.py|\.toml|\.json)$/.exec(name);
    if (stem === null || (stem[2] === '.fixed.py' && kind !== 'change')) return true;
    const partner = kind === 'change' && stem[2] === '.py' ? '.fixed.py' : '.py';
    return !names.includes(`${stem[1]}${partner}`);
  });
}

function readFiles(folder: string, kind: Kind): Fixture[] {
  const modules = list(folder).filter((name) => name.endsWith('.py') && !name.endsWith('.fixed.py'));
  return modules.map((file) => {
    const name = file.slice(0, -3);
    const fixed = join(folder, `${name}.fixed.py`);
    const more = besides(join(folder, name));
    const path = more.expected.path ?? MODULE;
    return {
      kind,
      name,
      path,
      before: { ...more.expected.beside, [path]: readFileSync(join(folder, `${name}.py`), 'utf8') },
      after: kind === 'change' && existsSync(fixed) ? { ...more.expected.makes, [path]: readFileSync(fixed, 'utf8') } : {},
      ...more,
    };
  });
}

function readProjects(folder: string): Fixture[] {
  return list(folder).map((name) => {
    const before = readTree(join(folder, name, 'before'));
    const after = readTree(join(folder, name, 'after'));
    return { kind: 'project', name, path: MODULE, before, after, ...besides(join(folder, name, 'expect'), join(folder, name, 'options')) };
  });
}

function besides(stem: string, optionsStem = stem): Pick<Fixture, 'options' | 'expected'> {
  const [options, expected] = [`${optionsStem}.toml`, `${stem}.json`];
  return {
    options: existsSync(options) ? parse(readFileSync(options, 'utf8')) : {},
    expected: existsSync(expected) ? (JSON.parse(readFileSync(expected, 'utf8')) as Expectation) : {},
  };
}

function readTree(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && !/__pycache__/.test(entry.parentPath)).map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]));
}

function list(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => !name.startsWith('.') && name !== '__pycache__').sort();
}
