/** The fact source of versions. */
import { readCall } from '../../python/calls.js';
import type { PyModule } from '../../python/module.js';
import { lineOf, type PyNode } from '../../python/tree.js';
import type { FactSource } from '../facts.js';
import type { Evidence, Kind, PackageVersions, Stated, VersionsData, VersionsLeaf } from './facts.js';
import { ANY, hull, intersection, intervalOf, type Interval } from './interval.js';
import { interpretersIn, namesInterpreter } from './interpreters.js';
import { fromPipfileLock, fromTomlLock, pythonOfLock } from './locks.js';
import { fromEnvironment, fromPipfile, fromPyproject, fromSetupCfg } from './manifests.js';
import { parseRequirement, parseRequirements, type Wish } from './requirement.js';

const REQUIREMENTS = /(^|\/)([^/]*(requirements|constraints)[^/]*\.(txt|in|pip)|requirements\/[^/]+\.(txt|in|pip))$/;

const NAMED = /(^|\/)(poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|Pipfile|pyproject\.toml|setup\.cfg|environment\.ya?ml)$/;

export const versionsFacts: FactSource<VersionsLeaf, VersionsData> = {
  id: 'versions',
  python: { literals: [['install_requires']], wants: (path) => (/(^|\/)setup\.py$/.test(path) ? null : false), collect: fromSetupPy },
  texts: {
    wants: (path) => !ELSEWHERE.test(path) && (REQUIREMENTS.test(path) || NAMED.test(path) || namesInterpreter(path)),
    collect: (path, text) => orNull(stated(path, text)),
  },
  merge: (leaves) => ({ packages: mergePackages(leaves) }),
};

const ELSEWHERE = /(^|\/)(node_modules|site-packages|vendor|\.venv|venv)\//;

/** Files that tell what tests, documentation or examples run on. */
const ASIDE_FOLDERS = /(^|\/)(docs?|examples?|demos?|tests?|playwright\w*|benchmarks?)\//i;

const ASIDE_NAMES = /(^|[/_.-])(docs?|dev\w*|tests?|testing|lint\w*|typing|typecheck|ci|\w*format\w*|coverage|functests)([_.-]|\.(txt|in|pip)$)/i;

function stated(path: string, text: string): readonly Stated[] {
  const aside = ASIDE_FOLDERS.test(path) || (REQUIREMENTS.test(path) && ASIDE_NAMES.test(path));
  const as = (wishes: readonly Wish[], kind: Kind): readonly Stated[] => wishes.map((wish) => ({ ...wish, kind: aside ? 'aside' : kind }));
  const byPin = (wishes: readonly Wish[]): readonly Stated[] => wishes.flatMap((wish) => as([wish], isPin(wish) ? 'pin' : 'range'));
  if (/(poetry|uv|pdm)\.lock$/.test(path)) return [...as(fromTomlLock(text), 'lock'), ...as(pythonOfLock(text), 'range')];
  if (path.endsWith('Pipfile.lock')) return as(fromPipfileLock(text), 'lock');
  if (/(pyproject\.toml|Pipfile)$/.test(path)) {
    const { wishes, extra, given } = path.endsWith('Pipfile') ? fromPipfile(text) : fromPyproject(text);
    return [...byPin(wishes), ...extra.map((wish) => ({ ...wish, kind: 'aside' as const })), ...given.map((wish) => ({ ...wish, kind: 'given' as const }))];
  }
  if (path.endsWith('setup.cfg')) return byPin(fromSetupCfg(text));
  if (/environment\.ya?ml$/.test(path)) return byPin(fromEnvironment(text));
  return REQUIREMENTS.test(path) ? byPin(parseRequirements(text)) : as(interpretersIn(path, text), 'pin');
}

function isPin({ name, specifier }: Wish): boolean {
  return specifier.startsWith('==') && (name === 'python' || !specifier.endsWith('.*'));
}

function orNull(leaf: VersionsLeaf): VersionsLeaf | null {
  return leaf.length === 0 ? null : leaf;
}

/** The literals of `install_requires` and `python_requires`. */
function fromSetupPy(module: PyModule): VersionsLeaf | null {
  const found: Stated[] = [];
  for (const call of module.tree.nodes('call')) {
    const { keywords } = readCall(call);
    const [requires, python] = ['install_requires', 'python_requires'].map((name) => keywords.get(name)?.child('value') ?? null);
    if (requires?.type === 'list' || requires?.type === 'tuple') found.push(...requires.named.flatMap((item) => fromText(item, '')));
    if (python?.type === 'string') found.push(...fromText(python, 'python'));
  }
  return orNull(found);
}

function fromText(node: PyNode, prefix: string): readonly Stated[] {
  const content = node.children.filter((child) => child.type === 'string_content').map((child) => child.text).join('');
  const wish = node.type === 'string' ? parseRequirement(`${prefix}${content}`, lineOf(node.tree.text, node.start)) : null;
  return wish === null ? [] : [{ ...wish, kind: 'range' }];
}

type Told = Evidence & { readonly interval: Interval };

function mergePackages(leaves: ReadonlyMap<string, VersionsLeaf>): Record<string, PackageVersions> {
  const byName = new Map<string, Told[]>();
  for (const [path, leaf] of leaves) {
    for (const { name, specifier, line, kind } of leaf) {
      const told = { path, line, specifier, kind, interval: intervalOf(specifier) ?? ANY };
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [told]);
      else same.push(told);
    }
  }
  return Object.fromEntries([...byName].map(([name, told]) => [name, combined(told)]));
}

const SURE: readonly Kind[] = ['given', 'lock'];

/** What the user says, else what is locked, else pins within what is allowed; what tests use counts only alone. */
function combined(told: readonly Told[]): PackageVersions {
  for (const kind of SURE) {
    const found = told.filter((each) => each.kind === kind);
    if (found.length > 0) return result(found, union(found), false);
  }
  const pins = told.filter(({ kind }) => kind === 'pin');
  const ranges = told.filter(({ kind }) => kind === 'range');
  if (pins.length === 0 && ranges.length === 0) return result(told, union(told), false);
  const allowed = common(ranges);
  if (pins.length === 0) return result(ranges, allowed ?? union(ranges), allowed === null);
  const pinned = union(pins);
  const both = allowed === null ? null : intersection(pinned, allowed);
  return result([...pins, ...ranges], both ?? pinned, both === null || new Set(pins.map(({ specifier }) => specifier)).size > 1);
}

function result(told: readonly Told[], interval: Interval, isDisputed: boolean): PackageVersions {
  const evidence = told.map(({ path, line, specifier, kind }) => ({ path, line, specifier, kind }));
  return { interval, evidence, isDisputed };
}

function union(told: readonly Told[]): Interval {
  const [first, ...more] = told.map(({ interval }) => interval);
  return more.reduce(hull, first ?? ANY);
}

function common(told: readonly Told[]): Interval | null {
  return told.reduce<Interval | null>((all, { interval }) => (all === null ? null : intersection(all, interval)), ANY);
}
