/** A place in a text: a UTF-16 offset from 0; line and column from 1, columns in UTF-16 units. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Turns offsets into positions; lines end with LF, with or without a CR before it. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = lineStarts(text);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { offset, line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}

/** Positions in many files, each of which is looked through once. */
export function positionsAcross(
  textOf: (path: string, pass: number) => string | null,
): (path: string, offset: number, pass: number) => Position {
  const known = new Map<string, (offset: number) => Position>();
  return (path, offset, pass) => {
    const key = `${pass} ${path}`;
    const positions = known.get(key) ?? positionsIn(textOf(path, pass) ?? '');
    known.set(key, positions);
    return positions(offset);
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
