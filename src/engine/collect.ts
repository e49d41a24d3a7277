import type { Fault } from '../core/types.js';
import type { AnySource } from '../django/sources.js';
import type { PyModule } from '../python/module.js';
import { explain } from './faults.js';

/** What one file says, by kind of facts. */
export type Leaves = Readonly<Record<string, unknown>>;

export interface Collected {
  readonly path: string;
  readonly leaves: Leaves;
  readonly faults: readonly Fault[];
}

/** The facts of a Python file; `sources` are those that want it. */
export function collectModule(module: PyModule, sources: readonly AnySource[]): Collected {
  return collect(module.path, sources, ({ python }) => python?.collect(module) ?? null);
}

/** The facts of any other file. */
export function collectText(path: string, text: string, sources: readonly AnySource[]): Collected {
  return collect(path, sources, ({ texts }) => (texts?.wants(path) === true ? texts.collect(path, text) : null));
}

/** Whether a source wants a Python file: by its path, or by what it holds. */
export function wantsModule({ python }: AnySource, path: string, text: string): boolean {
  const groups = python?.literals ?? [];
  return python !== undefined && (python.wants?.(path) ?? groups.every((group) => group.some((literal) => text.includes(literal))));
}

function collect(path: string, sources: readonly AnySource[], leafOf: (source: AnySource) => unknown): Collected {
  const leaves: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const source of sources) {
    try {
      const leaf = leafOf(source);
      if (leaf !== null) leaves[source.id] = leaf;
    } catch (error) {
      faults.push({ transform: source.id, path, step: 'facts', message: explain(error) });
    }
  }
  return { path, leaves, faults };
}
