/** The candidate that a misspelt word was most likely meant to be, or null if none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const given = word.toLowerCase();
  const limit = Math.max(1, Math.floor(given.length / 3));
  let best: string | null = null;
  let least = limit + 1;
  for (const candidate of candidates) {
    const away = Math.min(distance(given, candidate.toLowerCase()), containment(given, candidate.toLowerCase(), limit));
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

/** `; did you mean "x"?` for the end of an error message, or nothing. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === null ? '' : `; did you mean "${found}"?`;
}

/** A word of four letters or more that is part of the candidate (`timeout`, `request-timeout`) counts as near. */
function containment(word: string, candidate: string, limit: number): number {
  return word.length >= 4 && candidate.includes(word) ? limit : Infinity;
}

/** Levenshtein's distance, in which swapping two neighbours also counts as one. */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (older[j - 2] as number) + 1 : Infinity;
      row.push(Math.min(substitution, swap, (previous[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    [older, previous] = [previous, row];
  }
  return previous[b.length] as number;
}
