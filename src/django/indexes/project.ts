/** What all queries of a project ask for, found out once for each state of the project. */
import type { ModelIndex } from '../models/types.js';
import type { QueryFacts } from '../queries/types.js';
import { usagesOf, type ModelUsages } from '../queries/usages.js';

const KNOWN = new WeakMap<QueryFacts, { readonly models: ModelIndex; readonly usages: ReadonlyMap<string, ModelUsages> }>();

/** By the key of the model. Facts are frozen: the same ones have the same usages. */
export function usagesIn({ queries, models }: { readonly queries: QueryFacts; readonly models: ModelIndex }): ReadonlyMap<string, ModelUsages> {
  const known = KNOWN.get(queries);
  if (known?.models === models) return known.usages;
  const usages = usagesOf(queries, models);
  KNOWN.set(queries, { models, usages });
  return usages;
}
