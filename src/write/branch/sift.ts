/** Something left out, and what it was tried together with. */
export interface Sifted<T> {
  readonly kept: readonly T[];
  readonly dropped: readonly { readonly item: T; readonly among: readonly T[] }[];
}

/**
 * Keeps as many items as stay green together with those kept before, by halving: a half that is green is kept
 * whole. What is kept has been seen to be green, so that items which only together turn red lose one of them.
 * For n items and k to drop it asks about k·log n times, never more than 2·n, whatever the answers are.
 */
export async function sift<T>(
  before: readonly T[],
  items: readonly T[],
  isGreen: (items: readonly T[]) => Promise<boolean>,
): Promise<Sifted<T>> {
  const dropped: { item: T; among: readonly T[] }[] = [];
  const keep = async (kept: readonly T[], more: readonly T[], isKnownRed: boolean): Promise<readonly T[]> => {
    if (more.length === 0) return kept;
    const together = [...kept, ...more];
    if (!isKnownRed && (await isGreen(together))) return together;
    const [only] = more;
    if (more.length === 1) {
      dropped.push({ item: only as T, among: kept });
      return kept;
    }
    const half = more.length >> 1;
    const withLeft = await keep(kept, more.slice(0, half), false);
    return keep(withLeft, more.slice(half), withLeft.length === kept.length + half);
  };
  const kept = await keep(before, items, false);
  return { kept: kept.slice(before.length), dropped };
}
