import type { SourceFile } from '../core/types.js';
import type { Transform } from '../python/define.js';
import type { Loaded } from './analyse.js';
import { loneCrew, turn } from './crew.js';
import { load } from './load.js';
import { Passes } from './passes.js';
import { holds, layoutOf, seenBy } from './pattern.js';
import { ENOUGH, openCrew, sizeOf } from './pool.js';
import type { Candidate, Outcome, RunRequest, Terms } from './request.js';

/** Looks at every candidate, asks the gate about each finding with changes, makes and verifies what is taken. */
export async function run(request: RunRequest): Promise<Outcome> {
  const crew = openCrew(request);
  try {
    const transforms = await Promise.all(request.transforms.map(load));
    const passes = new Passes({ files: request.files, transforms }, crew, request);
    let held: Candidate[] = [];
    for (const helping of request.candidates) {
      held.push(...toAnalyse(helping, transforms));
      if (sizeOf(held) < ENOUGH) continue;
      passes.take(held);
      held = [];
      await turn();
    }
    passes.take(held);
    return await passes.run(request.discovery);
  } finally {
    crew.close();
  }
}

/** The candidates that a transform wants to see, or that have a suppression comment. */
function toAnalyse(candidates: readonly Candidate[], loaded: readonly Loaded[]): Candidate[] {
  const transforms = loaded.map(({ transform }) => transform);
  const layout = layoutOf(transforms);
  return candidates.filter(({ path, groups }) => {
    return holds(groups, layout.ignore) || seenBy(transforms, layout, path, groups).length > 0;
  });
}

/** A transform to run on texts, with its options' defaults where nothing is given. */
export interface TextTransform {
  readonly transform: Transform;
  readonly options?: Readonly<Record<string, unknown>>;
}

const DEFAULTS: Terms = {
  gate: () => Promise.resolve('take'),
  encode: (text) => new TextEncoder().encode(text),
  compile: null,
  complete: true,
};

/** The same as `run` for a project in memory, in this thread: every finding is taken unless the terms say otherwise. */
export async function runTexts(
  files: Readonly<Record<string, string | SourceFile>>,
  transforms: readonly TextTransform[],
  terms: Partial<Terms> = {},
): Promise<Outcome> {
  const { deskInMemory } = await import('./worker.js');
  const paths = Object.keys(files).sort();
  const loaded = transforms.map(withDefaults);
  const passes = new Passes({ files: paths, transforms: loaded }, loneCrew(deskInMemory(files, loaded)), { ...DEFAULTS, ...terms });
  passes.take(paths.map((path) => ({ path, size: 0, groups: null })));
  return passes.run({ discovered: paths.length, read: paths.length, skipped: [] });
}

function withDefaults({ transform, options = {} }: TextTransform): Loaded {
  const defaults = Object.fromEntries(Object.entries(transform.options).map(([name, option]) => [name, option.default]));
  return { transform, values: { ...defaults, ...options }, chosen: new Set(Object.keys(options)) };
}
