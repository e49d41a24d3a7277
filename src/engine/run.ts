import type { SourceFile } from '../core/types.js';
import { SOURCES, type Registry } from '../django/sources.js';
import type { Transform } from '../python/define.js';
import type { Loaded } from './analyse.js';
import { loneCrew, turn, type Crew } from './crew.js';
import { needsOf, ProjectFacts } from './facts.js';
import { load } from './load.js';
import { Passes } from './passes.js';
import { holds, layoutOf, mayMatch, seenBy } from './pattern.js';
import { ENOUGH, openCrew, sizeOf } from './pool.js';
import type { Candidate, LeafCache, Outcome, RunRequest, Terms } from './request.js';

/** Looks at every candidate, asks the gate about the findings with changes, makes and verifies what is taken. */
export async function run(request: RunRequest): Promise<Outcome> {
  const crew = openCrew(request);
  try {
    const transforms = await Promise.all(request.transforms.map(load));
    const { files } = request;
    const needs = needsOf(transforms);
    const candidates = needs.length === 0 ? request.candidates : [[...request.candidates].flat()];
    const facts = await factsFor(candidates, transforms, needs, request, crew);
    const passes = new Passes({ files, transforms, facts }, crew, request);
    let held: Candidate[] = [];
    for (const helping of candidates) {
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

/** Facts come before findings, and only where a file can matter to a transform that needs them. */
async function factsFor(
  candidates: Iterable<readonly Candidate[]>,
  transforms: readonly Loaded[],
  needs: readonly string[],
  { files, others = () => Promise.resolve([]), cache }: RunRequest,
  crew: Crew,
): Promise<ProjectFacts | null> {
  if (needs.length === 0) return null;
  const needy = transforms.filter(({ transform }) => (transform.needs ?? []).length > 0);
  const layout = layoutOf(transforms.map(({ transform }) => transform));
  const sees = ({ path, groups }: Candidate): boolean => {
    const seen = seenBy(transforms.map(({ transform }) => transform), layout, path, groups);
    return seen.some((at) => needy.includes(transforms[at] as Loaded));
  };
  const isAsked = [...candidates].some((helping) => helping.some(sees));
  return isAsked ? ProjectFacts.gather(needs, SOURCES, { crew, files, others, cache: cache ?? null }) : null;
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
  gate: (findings) => Promise.resolve(findings),
  encode: (text) => new TextEncoder().encode(text),
  compile: null,
  complete: true,
};

/** What a run in memory may be told. */
export type TextTerms = Partial<Terms> & {
  /** Where facts come from, instead of what pitstop knows of Django. */
  readonly sources?: Registry;
  readonly cache?: LeafCache;
};

/**
 * The same as `run` for a project in memory, in this thread: every finding is taken unless the terms say
 * otherwise. Files that are not named like Python's only give facts, and change along with others.
 */
export async function runTexts(
  files: Readonly<Record<string, string | SourceFile>>,
  transforms: readonly TextTransform[],
  { sources = SOURCES, cache, ...terms }: TextTerms = {},
): Promise<Outcome> {
  const { deskInMemory } = await import('./worker.js');
  const all = Object.keys(files).sort();
  const paths = all.filter((path) => path.endsWith('.py'));
  const loaded = transforms.map(withDefaults);
  const crew = loneCrew(deskInMemory(files, loaded, sources));
  const others = (): Promise<string[]> => Promise.resolve(all.filter((path) => !path.endsWith('.py')));
  const isWanted = (path: string): boolean => loaded.some(({ transform: { match, needs = [] } }) => needs.length > 0 && mayMatch(match, path, textIn(files[path])));
  const facts = paths.some(isWanted) ? await ProjectFacts.gather(needsOf(loaded), sources, { crew, files: paths, others, cache: cache ?? null }) : null;
  const passes = new Passes({ files: paths, transforms: loaded, facts }, crew, { ...DEFAULTS, ...terms });
  passes.take(paths.map((path) => ({ path, size: 0, groups: null })));
  return passes.run({ discovered: paths.length, read: paths.length, skipped: [] });
}

function textIn(file: string | SourceFile | undefined): string {
  return typeof file === 'string' ? file : (file?.text ?? '');
}

function withDefaults({ transform, options = {} }: TextTransform): Loaded {
  const defaults = Object.fromEntries(Object.entries(transform.options).map(([name, option]) => [name, option.default]));
  return { transform, values: { ...defaults, ...options }, chosen: new Set(Object.keys(options)) };
}
