/** Follows names from file to file: what the files say by themselves, put together. */
import { BUILTINS } from '../../python/builtins.js';
import { ModuleIndex } from '../../python/modules.js';
import { wants } from './files.js';
import { KNOWN } from './known.js';
import type { Bound, ClassLeaf, Expr, ModelLeaf, Ref } from './leaf.js';
import { canonical } from './library.js';
import { isCall, refIn, textIn } from './shape.js';

export type Why = 'unread' | 'unbound' | 'star-import' | 'ambiguous' | 'recursion' | 'computed';

/** What a name stands for. */
export type Origin =
  /** A class of the project or a known one of a library; `rest` are attributes taken from it. */
  | { readonly kind: 'class'; readonly key: string; readonly rest: readonly string[] }
  /** Something of a library, by its canonical dotted path. */
  | { readonly kind: 'library'; readonly path: string }
  /** What `get_model('shop.Book')` gives. */
  | { readonly kind: 'label'; readonly label: string }
  /** What `get_user_model()` gives. */
  | { readonly kind: 'user' }
  | { readonly kind: 'value'; readonly value: Expr; readonly path: string }
  /** `among`: where it is one of several, all of them. */
  | { readonly kind: 'unknown'; readonly why: Why; readonly among?: readonly Origin[] };

/** A class with the file that it stands in; null for a library's. */
export interface Entry {
  readonly key: string;
  readonly path: string | null;
  readonly leaf: ClassLeaf;
  /** Whether the file has two classes of that name. */
  readonly isTwice: boolean;
}

const DEPTH = 30;

export class Project {
  /** Classes by key, those inside classes as `path:Book.Status`. */
  readonly classes = new Map<string, Entry>();
  private readonly modules: ModuleIndex;
  private readonly files: ReadonlySet<string>;
  private readonly folders: ReadonlySet<string>;
  private readonly known = new Map<string, Origin>();
  /** Names that are being followed: files import each other in circles. */
  private readonly busy = new Set<string>();

  constructor(
    readonly leaves: ReadonlyMap<string, ModelLeaf>,
    files: readonly string[],
  ) {
    const python = files.filter((path) => path.endsWith('.py'));
    this.modules = new ModuleIndex(python);
    this.files = new Set(python);
    this.folders = new Set(python.flatMap(foldersOf));
    for (const [path, leaf] of leaves) for (const one of leaf.classes) this.enter(path, one, '');
    for (const [key, leaf] of Object.entries(KNOWN)) this.classes.set(key, { key, path: null, leaf, isTwice: false });
  }

  nameOf(path: string): string {
    return this.modules.nameOf(path);
  }

  /** The file of an absolute dotted module name, or null. */
  find(dotted: string, from: string): string | null {
    return this.modules.find(dotted, from);
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  /** What an expression in a file stands for, if it is a name or a call that looks a model up. */
  originOf(data: Expr | undefined, from: string | null): Origin {
    const ref = refIn(data);
    if (ref !== null) return this.resolve(ref, from);
    return isCall(data) ? this.called(data, from) : { kind: 'unknown', why: 'computed' };
  }

  /** What a name of a file stands for; `from` is null for a library's file. */
  resolve(ref: Ref, from: string | null): Origin {
    if (from === null) return inLibrary([...(ref.module === '' ? [] : ref.module.split('.')), ...ref.path]);
    const key = `${from}:${ref.module}:${ref.path.join('.')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const isWhole = this.busy.size === 0;
    const found = this.follow(ref, from, DEPTH);
    if (isWhole) this.known.set(key, found);
    return found;
  }

  private called(data: Extract<Expr, { call: unknown }>, from: string | null): Origin {
    const callee = data.call === null ? null : this.resolve(data.call, from);
    const name = callee?.kind === 'library' ? callee.path : '';
    if (data.call?.path.join('.') === 'getattr' && data.call.module === '' && data.args[1] === 'AUTH_USER_MODEL') return { kind: 'user' };
    if (name === 'django.contrib.auth.get_user_model') return { kind: 'user' };
    const isLookup = name.endsWith('.get_model') || name === 'swapper.get_model_name' || name === 'swapper.load_model' || (data.call?.path.at(-1) === 'get_model' && callee?.kind !== 'class');
    const texts = data.args.map(textIn).filter((text) => text !== null);
    const label = texts.join('.');
    return isLookup && /^\w+\.\w+$/.test(label) ? { kind: 'label', label } : { kind: 'unknown', why: 'computed' };
  }

  private enter(path: string, leaf: ClassLeaf, outer: string): void {
    const key = `${path}:${outer}${leaf.name}`;
    this.classes.set(key, { key, path, leaf, isTwice: this.classes.has(key) });
    for (const inner of leaf.inner) this.enter(path, inner, `${outer}${leaf.name}.`);
  }

  private follow({ module, path }: Ref, from: string, depth: number): Origin {
    if (depth === 0) return { kind: 'unknown', why: 'recursion' };
    if (module === '') return this.inFile(from, path, depth) ?? builtin(path);
    const place = module.startsWith('.') ? { base: relative(module, from), steps: [] } : { base: null, steps: module.split('.') };
    if (place.base !== null) return this.below(place.base, path, depth) ?? { kind: 'unknown', why: 'unread' };
    return this.absolute(place.steps, path, from, depth);
  }

  /** The module, then submodules named by the path. */
  private absolute(steps: readonly string[], path: readonly string[], from: string, depth: number): Origin {
    const file = this.find(steps.join('.'), from);
    const found = file === null ? null : this.below(file.replace(/(\/__init__)?\.py$/, ''), path, depth);
    if (found !== null) return found;
    const [next, ...rest] = path;
    const deeper = file === null && next !== undefined && this.find([...steps, next].join('.'), from) !== null;
    return deeper ? this.absolute([...steps, next], rest, from, depth) : file === null ? inLibrary([...steps, ...path]) : { kind: 'unknown', why: 'unbound' };
  }

  /** `path` below a module given by its place without `.py`; null where nothing is there. */
  private below(place: string, path: readonly string[], depth: number): Origin | null {
    const file = [`${place}/__init__.py`, `${place}.py`].find((one) => this.files.has(one));
    const own = file === undefined ? null : this.inFile(file, path, depth);
    if (own !== null && !(own.kind === 'unknown' && own.why === 'unread')) return own;
    const [next, ...rest] = path;
    const inner = next === undefined ? null : `${place}/${next}`;
    const isThere = inner !== null && (this.files.has(`${inner}.py`) || this.folders.has(inner));
    return isThere ? this.below(inner, rest, depth) : own;
  }

  /** Null where the file binds no such name. */
  private inFile(file: string, path: readonly string[], depth: number): Origin | null {
    const [name] = path;
    const leaf = this.leaves.get(file);
    if (leaf === undefined) return wants(file) === true ? null : { kind: 'unknown', why: 'unread' };
    if (name === undefined) return { kind: 'unknown', why: 'computed' };
    const key = `${file}:${name}`;
    if (this.busy.has(key)) return { kind: 'unknown', why: 'recursion' };
    this.busy.add(key);
    const found = this.globalOf(leaf, file, path, depth);
    this.busy.delete(key);
    return found;
  }

  private globalOf(leaf: ModelLeaf, file: string, path: readonly string[], depth: number): Origin | null {
    const [name = '', ...rest] = path;
    const bound = own(leaf.globals, name);
    if (bound === undefined) return this.inStars(file, path, depth);
    const origins = bound.filter((one) => !isNone(one)).map((one) => this.bound(one, file, name, rest, depth));
    const [first, ...others] = origins;
    if (first === undefined) return { kind: 'unknown', why: 'computed' };
    return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : { kind: 'unknown', why: 'ambiguous', among: origins };
  }

  private bound(one: Bound, file: string, name: string, rest: readonly string[], depth: number): Origin {
    if (one.kind === 'class') return this.classIn(`${file}:${name}`, rest);
    if (one.kind === 'ref') return this.follow({ module: one.ref.module, path: [...one.ref.path, ...rest] }, file, depth - 1);
    const ref = refIn(one.value);
    if (ref !== null) return this.follow({ ...ref, path: [...ref.path, ...rest] }, file, depth - 1);
    if (rest.length > 0) return { kind: 'unknown', why: 'computed' };
    const looked = isCall(one.value) ? this.called(one.value, file) : null;
    return looked === null || looked.kind === 'unknown' ? { kind: 'value', value: one.value, path: file } : looked;
  }

  /** The innermost class that the attributes name. */
  private classIn(key: string, rest: readonly string[]): Origin {
    const [next, ...further] = rest;
    const inner = next === undefined ? null : `${key}.${next}`;
    return inner !== null && this.classes.has(inner) ? this.classIn(inner, further) : { kind: 'class', key, rest };
  }

  /**
   * What the star imports of a file bring under a name, the last one first; null where none does. A file that has
   * the name only from the file that asks did not have it yet when it was imported.
   */
  private inStars(file: string, path: readonly string[], depth: number): Origin | null {
    const [name = ''] = path;
    if (name.startsWith('_') || depth === 0) return null;
    const { files, otherwise } = this.starred(file, path, new Set([file]));
    for (const found of files) {
      const origin = this.inFile(found, path, depth - 1);
      if (origin !== null && !(origin.kind === 'unknown' && origin.why === 'recursion')) return origin;
    }
    return otherwise;
  }

  /** The files behind star imports that bind a name themselves, and what it else may be. */
  private starred(file: string, path: readonly string[], visited: Set<string>): { readonly files: readonly string[]; readonly otherwise: Origin | null } {
    const files: string[] = [];
    let otherwise: Origin | null = null;
    for (const star of this.leaves.get(file)?.stars.toReversed() ?? []) {
      const place = star.startsWith('.') ? fileAt(relative(star, file), this.files) : this.find(star, file);
      if (place !== null && visited.has(place)) continue;
      const inside = place === null ? { files: [], otherwise: starOfLibrary(star, path) } : this.throughStar(place, path, visited);
      files.push(...inside.files);
      otherwise ??= inside.otherwise;
    }
    return { files, otherwise };
  }

  private throughStar(place: string, path: readonly string[], visited: Set<string>): { readonly files: readonly string[]; readonly otherwise: Origin | null } {
    visited.add(place);
    const [name = ''] = path;
    const leaf = this.leaves.get(place);
    if (leaf === undefined) return { files: [], otherwise: wants(place) === true ? null : { kind: 'unknown', why: 'star-import' } };
    if (leaf.exported !== null && !leaf.exported.includes(name)) return { files: [], otherwise: null };
    return own(leaf.globals, name) === undefined ? this.starred(place, path, visited) : { files: [place], otherwise: null };
  }
}

/** Names such as `constructor` are none of the record's own. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function builtin([name = '', ...rest]: readonly string[]): Origin {
  return BUILTINS.has(name) ? { kind: 'library', path: ['builtins', name, ...rest].join('.') } : { kind: 'unknown', why: 'unbound' };
}

/** `X = None` beside an import says that the import may fail, not what X is. */
function isNone(one: Bound): boolean {
  return one.kind === 'value' && one.value === null;
}

function starOfLibrary(star: string, path: readonly string[]): Origin | null {
  if (star.startsWith('.')) return { kind: 'unknown', why: 'star-import' };
  const inside = inLibrary([...star.split('.'), ...path]);
  return inside.kind === 'class' || /^django(\.contrib\.gis)?\.db\.models$/.test(star) ? inside : { kind: 'unknown', why: 'star-import' };
}

function inLibrary(parts: readonly string[]): Origin {
  const path = canonical(parts.join('.'));
  const whole = [path, path.slice(0, Math.max(0, path.lastIndexOf('.')))];
  if (whole[0] !== undefined && KNOWN[whole[0]] !== undefined) return { kind: 'class', key: whole[0], rest: [] };
  const outer = whole[1];
  return outer !== undefined && KNOWN[outer] !== undefined ? { kind: 'class', key: outer, rest: [path.slice(outer.length + 1)] } : { kind: 'library', path };
}

/** Where a relative module is, without `.py`: `..core.models` from `shop/orders/models.py` is `shop/core/models`. */
function relative(module: string, from: string): string {
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  const folders = from.split('/').slice(0, -1);
  const kept = folders.slice(0, Math.max(0, folders.length - (dots - 1)));
  const rest = module.slice(dots);
  return [...kept, ...(rest === '' ? [] : rest.split('.'))].join('/');
}

function fileAt(place: string, files: ReadonlySet<string>): string | null {
  return [`${place}/__init__.py`, `${place}.py`].find((one) => files.has(one)) ?? null;
}

function foldersOf(path: string): readonly string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, at) => steps.slice(0, at + 1).join('/'));
}
