import type { Finding, Suppressions } from '../core/types.js';
import type { Analysis } from './analyse.js';
import { byText } from './place.js';

/** The transforms that ran, and whether these are all there are. */
export interface Ran {
  readonly transforms: readonly { readonly id: string; readonly family: string }[];
  readonly complete: boolean;
}

/** Keys of the findings that a comment keeps silent. */
export function silencedKeys(analyses: Iterable<Analysis>): Set<string> {
  return new Set([...analyses].flatMap(({ silenced }) => silenced.map(({ key }) => key)));
}

/** What the comments of the first pass's files did to its findings. */
export function account(analyses: readonly Analysis[], decided: readonly Finding[], ran: Ran): Suppressions {
  const silenced = silencedKeys(analyses);
  const unused = analyses.flatMap((analysis) =>
    analysis.suppressions.flatMap(({ line, names }, at) => {
      const useless = uselessNames(names, namesUsed(analysis, at, ran), ran);
      return useless === null ? [] : [{ path: analysis.path, line, transforms: useless.length === 0 ? null : useless }];
    }),
  );
  unused.sort((one, other) => byText(one.path, other.path) || one.line - other.line);
  return { used: decided.filter(({ key }) => silenced.has(key)).length, unused };
}

/** Ids and families of what a comment keeps silent. */
function namesUsed({ findings, silenced }: Analysis, by: number, ran: Ran): Set<string> {
  const keys = new Set(silenced.filter((pair) => pair.by === by).map(({ key }) => key));
  const ids = findings.filter(({ key }) => keys.has(key)).map(({ transform }) => transform);
  const families = ran.transforms.filter(({ id }) => ids.includes(id)).map(({ family }) => family);
  return new Set([...ids, ...families]);
}

/** The names that do nothing: an empty list for a comment without names, null where all is well or cannot be known. */
function uselessNames(names: readonly string[] | null, used: ReadonlySet<string>, ran: Ran): readonly string[] | null {
  if (names === null || names.length === 0) return used.size === 0 && ran.complete ? [] : null;
  const ids = ran.transforms.map(({ id }) => id);
  const useless = names.filter((name) => !used.has(name) && (ran.complete || ids.includes(name)));
  return useless.length === 0 ? null : useless;
}
