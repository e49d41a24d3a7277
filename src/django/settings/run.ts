/** Runs the statements of settings modules, as far as that needs no Python. */
import { asDict, changedAt, chosen, dictOf, withEntries, withoutKey } from './dicts.js';
import { added, classNamed, computed, evaluate, itemsIn, placeOf, type Frame } from './evaluate.js';
import { beyond, type Wholes } from './guards.js';
import type { Guard, Known, Place, Unseen } from './known.js';
import { absorbed, asList, listOf } from './lists.js';
import type { Files } from './locate.js';
import { METHODS } from './methods.js';
import { Names, type Callable } from './names.js';
import type { SettingsLeaf, Statement } from './written.js';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** Functions that call each other are given up at this depth. */
const DEPTH = 12;

export class Runner {
  readonly files: string[] = [];
  readonly unseen: (Unseen & { readonly seq: number })[] = [];
  private readonly wholes = new Map<string, number>();
  private readonly modules = new Map<string, Names>();
  private seq = 0;
  private depth = 0;

  constructor(
    private readonly leaves: ReadonlyMap<string, SettingsLeaf>,
    private readonly project: Files,
  ) {}

  /** How many arms the branches have of which one surely runs. */
  get branches(): Wholes {
    return this.wholes;
  }

  /** The names of a module once it has run; of one that is running already, as far as it has come. */
  module(path: string): Names {
    const known = this.modules.get(path);
    if (known !== undefined) return known;
    const names = new Names(this.wholes);
    this.modules.set(path, names);
    this.runFile(path, this.frame(path, names, []));
    return names;
  }

  /** Sets, in a module, what a class holds. */
  export(of: Names, frame: Frame, at: Place): void {
    const isSetting = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);
    for (const name of of.all()) if (isSetting(name)) frame.names.take(name, of.look(name, []), frame.guards);
    for (const [name, { statement }] of of.functions) {
      const value = statement.isProperty && isSetting(name) ? this.called(name, { ...frame, names: of }) : null;
      if (value !== null) frame.names.set(name, { value, guards: frame.guards, by: [at], seq: this.seq++ });
    }
  }

  frame(path: string, names: Names, guards: readonly Guard[]): Frame {
    return { path, names, guards, run: (name, frame) => this.called(name, frame) };
  }

  private runFile(path: string, frame: Frame): void {
    this.files.push(path);
    this.run(this.leaves.get(path)?.statements ?? [], frame);
  }

  private run(statements: readonly Statement[], frame: Frame): void {
    for (const statement of statements) this.step(statement, frame);
  }

  private step(statement: Statement, frame: Frame): void {
    if (statement.kind === 'assign') return this.assign(statement, frame);
    if (statement.kind === 'add') return this.add(statement, frame);
    if (statement.kind === 'call') return this.call(statement, frame);
    if (statement.kind === 'delete') return this.remove(statement, frame);
    if (statement.kind === 'star') return this.star(statement, frame);
    if (statement.kind === 'import') return this.import(statement, frame);
    if (statement.kind === 'include') return this.include(statement, frame);
    if (statement.kind === 'branch') return this.branch(statement, frame);
    if (statement.kind === 'class') return this.define(statement, frame);
    if (statement.kind === 'export') return this.exported(statement, frame);
    if (statement.kind === 'opaque') return this.miss(statement.text, false, statement, frame);
    frame.names.forget(statement.name);
    frame.names.functions.set(statement.name, { statement, path: frame.path, home: frame.names });
  }

  private assign({ target, value, span }: Of<'assign'>, frame: Frame): void {
    const at = placeOf({ span }, frame);
    const known = evaluate(value, frame);
    const { names, guards } = frame;
    if (target.keys.length > 0) {
      const keys = target.keys.map((key) => evaluate(key, frame));
      return this.change(target.name, frame, at, (old, own) => changedAt(old, keys, at, own, () => known));
    }
    const before = names.alternatives(target.name);
    const [only, ...more] = names.look(target.name, guards);
    const whole = only !== undefined && more.length === 0 && only.guards.length === 0 && before.length > 0 && guards.length > 0 ? only.value : null;
    const merged = whole?.kind === 'list' && known.kind === 'list' ? absorbed(whole, known, this.own(target.name, frame)) : null;
    if (merged !== null) return this.change(target.name, frame, at, () => merged);
    names.set(target.name, { value: known, guards, by: [at], seq: this.seq++ });
  }

  /** The guards of a place beyond those under which a name got the value that it has there. */
  private own(name: string, { names, guards }: Frame): readonly Guard[] {
    const last = names.alternatives(name).at(-1);
    return last === undefined ? guards : guards.filter((guard) => !last.guards.some((other) => other.branch === guard.branch));
  }

  private add({ target, value, span }: Of<'add'>, frame: Frame): void {
    const at = placeOf({ span }, frame);
    const known = evaluate(value, frame);
    const keys = target.keys.map((key) => evaluate(key, frame));
    const nothing = listOf([], at, 'list', target.name);
    this.change(target.name, frame, at, (old, own) => changedAt(old, keys, at, own, (inner) => grownBy(inner ?? nothing, known, at, own)));
  }

  /** Changes every value that a name may have here; a name that is not known becomes one that may hold anything. */
  private change(name: string, frame: Frame, at: Place, change: (old: Known, own: readonly Guard[]) => Known): void {
    const { names, guards } = frame;
    if (names.alternatives(name).length === 0) {
      const around = names.look(name, guards);
      const value = chosen(around, at) ?? computed(name, at);
      names.set(name, { value, guards: [], by: [], seq: this.seq });
    }
    const seq = this.seq++;
    names.change(name, guards, { at, seq }, (old, met) => change(old, beyond(guards, met)));
  }

  private call(statement: Of<'call'>, frame: Frame): void {
    const change = METHODS[statement.method];
    if (change === undefined) return;
    const at = placeOf(statement, frame);
    const keys = statement.target.keys.map((key) => evaluate(key, frame));
    const given = statement.positional.map((each) => evaluate(each, frame));
    const places = statement.positional.map((each) => placeOf(each, frame));
    const isFixed = statement.positional[0]?.kind === 'literal';
    const named = Object.entries(statement.keywords).map(([name, value]) => ({ name, value: evaluate(value, frame), at: placeOf(value, frame) }));
    if (frame.names.look(statement.target.name, frame.guards).length === 0 && !/^[A-Z]/.test(statement.target.name)) return;
    this.change(statement.target.name, frame, at, (old, own) =>
      changedAt(old, keys, at, own, (inner) => change(inner ?? dictOf([], at), { given, places, named, at, own, isFixed })),
    );
  }

  private remove({ target, span }: Of<'delete'>, frame: Frame): void {
    if (target.keys.length === 0) return frame.guards.length === 0 ? frame.names.forget(target.name) : undefined;
    const keys = target.keys.map((key) => evaluate(key, frame));
    const last = keys.at(-1) as Known;
    const at = placeOf({ span }, frame);
    const above = keys.slice(0, -1);
    this.change(target.name, frame, at, (old, own) => changedAt(old, above, at, own, (inner) => withoutKey(inner ?? dictOf([], at), last, own)));
  }

  private star(statement: Of<'star'>, frame: Frame): void {
    const path = this.project.imported(statement.module, frame.path);
    if (path === null) return /^django\./.test(statement.module) ? undefined : this.miss(statement.module, statement.optional, statement, frame);
    const from = this.module(path);
    if (from === frame.names) return;
    for (const name of from.all()) if (!name.startsWith('_')) frame.names.take(name, from.alternatives(name), frame.guards);
    for (const [name, value] of from.classes) frame.names.classes.set(name, value);
    for (const [name, value] of from.functions) frame.names.functions.set(name, value);
    for (const [name, value] of from.modules) frame.names.modules.set(name, value);
  }

  private import({ module, name, as }: Of<'import'>, frame: Frame): void {
    const { names, path, guards } = frame;
    const found = this.project.imported(module, path);
    if (name === null) {
      if (found !== null && this.leaves.has(found)) names.modules.set(as, this.module(found));
      return;
    }
    const inner = this.project.imported(module.endsWith('.') ? `${module}${name}` : `${module}.${name}`, path);
    if (inner !== null && this.leaves.has(inner)) names.modules.set(as, this.module(inner));
    if (found === null || !this.leaves.has(found)) return;
    const from = this.module(found);
    if (from !== names && from.alternatives(name).length > 0) names.take(as, from.alternatives(name), guards);
    copy(from.classes, name, names.classes, as);
    copy(from.functions, name, names.functions, as);
    copy(from.modules, name, names.modules, as);
  }

  private include(statement: Of<'include'>, frame: Frame): void {
    const { pattern, optional } = statement;
    const paths = pattern === null ? [] : this.project.matching(pattern, frame.path);
    if (paths.length === 0) return this.miss(pattern ?? 'a computed file', optional, statement, frame);
    for (const path of paths) if (!this.files.includes(path)) this.runFile(path, { ...frame, path });
  }

  private branch({ arms, whole, span }: Of<'branch'>, frame: Frame): void {
    const branch = `${frame.path}:${span.start}`;
    if (whole) this.wholes.set(branch, arms.length);
    for (const [arm, { test, body }] of arms.entries()) this.run(body, { ...frame, guards: [...frame.guards, { ...test, branch, arm }] });
  }

  private define({ name, bases, body }: Of<'class'>, frame: Frame): void {
    const names = new Names(this.wholes, frame.names);
    names.bases = bases.flatMap((base) => classNamed(base, frame.names) ?? []);
    for (const base of names.bases.toReversed()) {
      for (const each of base.all()) names.take(each, base.alternatives(each), []);
      for (const [each, value] of base.functions) names.functions.set(each, value);
    }
    this.run(body, { ...frame, names, guards: [] });
    frame.names.classes.set(name, names);
  }

  private exported({ name, span }: Of<'export'>, frame: Frame): void {
    const found = classNamed(name, frame.names);
    const at = placeOf({ span }, frame);
    if (found === null) this.miss(name, false, { span }, frame);
    else this.export(found, frame, at);
  }

  private miss(what: string, optional: boolean, statement: Pick<Statement, 'span'>, frame: Frame): void {
    this.unseen.push({ what, optional, at: placeOf(statement, frame), seq: this.seq++ });
  }

  /** What a function (or a property) without parameters returns. */
  private called(name: string, frame: Frame): Known | null {
    const callable = functionNamed(name, frame.names);
    if (callable === null || this.depth >= DEPTH) return null;
    this.depth++;
    const inner = new Names(this.wholes, callable.statement.isProperty ? frame.names : callable.home);
    inner.bases = callable.home.bases;
    const local = new Names(this.wholes, inner);
    this.run(callable.statement.body, this.frame(callable.path, local, []));
    this.depth--;
    const returned = local.alternatives('return');
    return returned[0] === undefined ? null : chosen(returned, returned[0].value.at);
  }
}

/** `old += known` */
function grownBy(old: Known, known: Known, at: Place, own: readonly Guard[]): Known {
  if (old.kind === 'dict' || known.kind === 'dict') return withEntries(asDict(old), asDict(known).entries, own);
  if (old.kind === 'literal') return own.length === 0 ? added(old, known, at) : computed('a sum under a condition', at);
  const [list, more] = [asList(old), asList(known)];
  const items = [...list.items, ...itemsIn(known, own)];
  return { ...list, items, open: list.open ?? more.open, unordered: list.unordered ?? more.unordered };
}

function functionNamed(name: string, names: Names): Callable | null {
  return names.functions.get(name) ?? (names.around === null ? null : functionNamed(name, names.around));
}

function copy<T>(from: ReadonlyMap<string, T>, name: string, to: Map<string, T>, as: string): void {
  const value = from.get(name);
  if (value !== undefined) to.set(as, value);
}
