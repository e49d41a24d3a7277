/** Files in which people write what a project needs. */
import { parse } from 'smol-toml';
import { countLines, record } from './locks.js';
import { normalName, parseRequirement, parseRequirements, type Wish } from './requirement.js';

type Table = Readonly<Record<string, unknown>>;

/** What `pyproject.toml` asks for, groups and extras apart, and what `[tool.pitstop.versions]` says it is. */
export interface Manifest {
  readonly wishes: readonly Wish[];
  readonly extra: readonly Wish[];
  readonly given: readonly Wish[];
}

export function fromPyproject(text: string): Manifest {
  const root = parseToml(text);
  const [project, tool] = [record(root['project']), record(root['tool'])];
  const poetry = record(tool['poetry']);
  const python = project['requires-python'];
  const groups = [record(root['dependency-groups']), record(project['optional-dependencies']), record(record(tool['pdm'])['dev-dependencies'])];
  const poetryGroups = Object.values(record(poetry['group'])).map((group) => record(record(group)['dependencies']));
  return {
    wishes: [
      ...listed(project['dependencies'], text),
      ...(typeof python === 'string' ? [wish('python', python, text, 'requires-python')] : []),
      ...tabled(record(poetry['dependencies']), text),
    ],
    extra: [
      ...groups.flatMap((group) => Object.values(group).flatMap((list) => listed(list, text))),
      ...[record(poetry['dev-dependencies']), ...poetryGroups].flatMap((table) => tabled(table, text)),
    ],
    given: Object.entries(record(record(tool['pitstop'])['versions'])).flatMap(([name, version]) =>
      typeof version === 'string' ? [wish(name, /^\s*[\d.]+\s*$/.test(version) ? `==${version.trim()}.*` : version, text, name)] : [],
    ),
  };
}

export function fromPipfile(text: string): Manifest {
  const root = parseToml(text);
  const requires = record(root['requires']);
  const python = requires['python_full_version'] ?? requires['python_version'];
  return {
    wishes: [...tabled(record(root['packages']), text), ...(typeof python === 'string' ? [wish('python', `==${python}.*`, text, 'python_')] : [])],
    extra: tabled(record(root['dev-packages']), text),
    given: [],
  };
}

/** `install_requires` and `python_requires` of `setup.cfg`. */
export function fromSetupCfg(text: string): readonly Wish[] {
  const python = /^python_requires\s*=\s*(.+)$/m.exec(text);
  const block = /^install_requires\s*=((?:.*\r?\n)(?:[ \t]+.*\r?\n|\r?\n)*)/m.exec(`${text}\n`);
  const first = block === null ? 0 : countLines(text, 0, block.index);
  const listing = block === null ? [] : parseRequirements((block[1] ?? '').replaceAll(/^[ \t]+/gm, ''));
  return [
    ...listing.map((each) => ({ ...each, line: each.line + first })),
    ...(python === null ? [] : [{ name: 'python', specifier: (python[1] ?? '').trim(), line: 1 + countLines(text, 0, python.index) }]),
  ];
}

/** Conda's `- django=4.2`, and pip's lines below it. */
export function fromEnvironment(text: string): readonly Wish[] {
  return text.split(/\r?\n/).flatMap((row, at): readonly Wish[] => {
    const entry = /^\s*-\s*["']?([A-Za-z0-9._-]+(?:\[[^\]]*\])?\s*[^"'#]*)/.exec(row)?.[1]?.trim() ?? '';
    const conda = /^([A-Za-z0-9._-]+)=([\d.*]+)(?:=.*)?$/.exec(entry);
    if (conda !== null) return [{ name: normalName(conda[1] ?? ''), specifier: `=${(conda[2] ?? '').replace(/\.\*$/, '')}`, line: at + 1 }];
    const found = entry === '' || entry.endsWith(':') ? null : parseRequirement(entry, at + 1);
    return found === null || found.specifier === '' ? [] : [found];
  });
}

function listed(list: unknown, text: string): readonly Wish[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => (typeof entry === 'string' ? (parseRequirement(entry, lineOf(text, entry)) ?? []) : []));
}

/** `django = "^4.2"`, `django = { version = "^4.2", extras = […] }`, a list of such tables. */
function tabled(table: Table, text: string): readonly Wish[] {
  return Object.entries(table).flatMap(([name, entry]) => {
    const entries = Array.isArray(entry) ? (entry as unknown[]) : [entry];
    return entries.flatMap((each) => {
      const version = typeof each === 'string' ? each : record(each)['version'];
      return typeof version === 'string' ? [wish(name, version, text, name)] : [];
    });
  });
}

function wish(name: string, specifier: string, text: string, key: string): Wish {
  const at = text.search(new RegExp(`^\\s*["']?${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'm'));
  return { name: normalName(name), specifier, line: 1 + countLines(text, 0, Math.max(0, at)) + (/^\s*\n/.test(text.slice(Math.max(0, at))) ? 1 : 0) };
}

function lineOf(text: string, entry: string): number {
  const at = [`"${entry}"`, `'${entry}'`].map((quoted) => text.indexOf(quoted)).find((found) => found >= 0) ?? 0;
  return 1 + countLines(text, 0, at);
}

function parseToml(text: string): Table {
  try {
    return parse(text);
  } catch {
    return {};
  }
}
