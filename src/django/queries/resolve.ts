/** Whose rows a chain of queryset methods asks for. */
import type { Ref } from '../models/leaf.js';
import type { Model, ModelIndex, ModelKey } from '../models/types.js';
import type { QueryFacts, Root } from './types.js';

/** The model, and a relation by which its rows are narrowed down: `self.lines` is the lines of one order. */
export interface Subject {
  readonly key: ModelKey;
  /** The foreign key that has one value for all rows, or null. */
  readonly through: string | null;
}

const MANAGERS = new Set(['objects', '_default_manager', '_base_manager']);

/** Finds the models that queries ask for. */
export class Subjects {
  private readonly byName = new Map<string, Model[]>();
  private readonly byManager = new Map<string, ModelKey[]>();

  constructor(
    private readonly index: ModelIndex,
    private readonly facts: QueryFacts,
  ) {
    for (const model of Object.values(index.models)) {
      if (model.path === null || model.isTest) continue;
      this.byName.set(model.name, [...(this.byName.get(model.name) ?? []), model]);
      for (const { className, querySet } of model.managers) {
        for (const one of new Set([className, querySet])) if (one !== null && !model.isAbstract) this.byManager.set(one, [...(this.byManager.get(one) ?? []), model.key]);
      }
    }
  }

  /** Null where that is not known. */
  of(root: Root, path: string): Subject | null {
    if (root.kind === 'name') return this.named(root.name, path);
    if (root.kind === 'user') return this.index.user !== null && isManager(root.rest) ? { key: this.index.user, through: null } : null;
    return root.kind === 'self' ? this.ofSelf(root.owner, root.path, path) : null;
  }

  /** The model that a name of a file stands for, with the attributes that are taken from it. */
  model(name: Ref, path: string): { readonly model: Model; readonly rest: readonly string[] } | null {
    for (let at = 0; at < name.path.length; at++) {
      const model = this.find(name.module, name.path.slice(0, at), name.path[at] ?? '', path);
      if (model !== null) return { model, rest: name.path.slice(at + 1) };
    }
    return null;
  }

  private named(name: Ref, path: string): Subject | null {
    const found = this.model(name, path);
    if (found === null) return null;
    const { model, rest } = found;
    const isAsked = rest.length === 0 || isManager(rest) || (rest.length === 1 && model.managers.some((manager) => manager.name === rest[0]));
    return isAsked ? { key: model.key, through: null } : null;
  }

  private find(module: string, steps: readonly string[], name: string, path: string): Model | null {
    const candidates = this.byName.get(name) ?? [];
    if (module === '') return steps.length === 0 ? (candidates.find((model) => model.path === path) ?? null) : null;
    const where = module.startsWith('.') ? placed(module, steps, path) : dotted(module, steps);
    const exact = candidates.filter(where.isExact);
    const below = exact.length > 0 ? exact : candidates.filter(where.isBelow);
    return below.length === 1 ? (below[0] ?? null) : null;
  }

  private ofSelf(owner: string, steps: readonly string[], path: string): Subject | null {
    const key = `${path}:${owner}`;
    const model = Object.hasOwn(this.index.models, key) ? this.index.models[key] : undefined;
    if (model !== undefined) return model.isAbstract ? null : this.related(model, steps);
    const managed = this.byManager.get(key) ?? [];
    if (managed.length > 0) return managed.length === 1 && steps.length === 0 ? { key: managed[0] ?? '', through: null } : null;
    if (steps.length > 1 || (steps.length === 1 && steps[0] !== 'queryset' && steps[0] !== 'model')) return null;
    const subjects = this.facts.files[path]?.subjects.filter((one) => one.owner === owner && one.root.kind !== 'self') ?? [];
    const found = subjects.map(({ root }) => this.of(root, path)?.key ?? null);
    return new Set(found).size === 1 && found[0] != null ? { key: found[0], through: null } : null;
  }

  /** `self.author.books` of a model. */
  private related(model: Model, steps: readonly string[]): Subject | null {
    const [first, ...rest] = steps;
    if (first === undefined) return null;
    const forward = model.fields.find(({ name }) => name === first)?.relation ?? null;
    if (rest.length > 0) {
      const next = forward?.to.kind === 'model' ? this.index.models[forward.to.key] : undefined;
      return next === undefined ? null : this.related(next, rest);
    }
    const reverse = model.reverse.find(({ accessor }) => accessor === first);
    if (reverse === undefined || reverse.kind === 'generic') return null;
    return { key: reverse.from, through: reverse.kind === 'm2m' ? null : reverse.field };
  }
}

function isManager(rest: readonly string[]): boolean {
  return rest.length === 1 && MANAGERS.has(rest[0] ?? '');
}

interface Where {
  readonly isExact: (model: Model) => boolean;
  /** A package hands on the names of its modules. */
  readonly isBelow: (model: Model) => boolean;
}

function dotted(module: string, steps: readonly string[]): Where {
  const whole = [module, ...steps].join('.');
  return { isExact: (model) => model.dotted === `${whole}.${model.name}`, isBelow: (model) => model.dotted.startsWith(`${whole}.`) };
}

function placed(module: string, steps: readonly string[], path: string): Where {
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  const folders = path.split('/').slice(0, -1);
  const rest = module.slice(dots) === '' ? [] : module.slice(dots).split('.');
  const place = [...folders.slice(0, Math.max(0, folders.length - (dots - 1))), ...rest, ...steps].join('/');
  return {
    isExact: (model) => model.path === `${place}.py` || model.path === `${place}/__init__.py`,
    isBelow: (model) => model.path?.startsWith(`${place}/`) === true,
  };
}
