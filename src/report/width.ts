const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ASCII = /^[\u0020-\u007e]*$/;
const EMOJI = /\p{Emoji_Presentation}|\uFE0F/u;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]/u;

/** East Asian wide and full-width characters, as half-open ranges. */
const WIDE: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x1160], [0x2e80, 0x303f], [0x3041, 0x3248], [0x3250, 0x4dc0], [0x4e00, 0xa4d0], [0xa960, 0xa980], [0xac00, 0xd7a4],
  [0xf900, 0xfb00], [0xfe10, 0xfe1a], [0xfe30, 0xfe70], [0xff01, 0xff61], [0xffe0, 0xffe7], [0x1b000, 0x1b300], [0x20000, 0x3fffe],
];

/** How many columns of a terminal a text takes; it holds no control characters. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of SEGMENTER.segment(text)) columns += columnsOfOne(segment);
  return columns;
}

/** What a reader takes for characters, each with its columns. */
export function charactersOf(text: string): readonly { readonly text: string; readonly columns: number }[] {
  if (ASCII.test(text)) return [...text].map((character) => ({ text: character, columns: 1 }));
  return [...SEGMENTER.segment(text)].map(({ segment }) => ({ text: segment, columns: columnsOfOne(segment) }));
}

function columnsOfOne(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  const code = grapheme.codePointAt(0) ?? 0;
  if (WIDE.some(([from, to]) => code >= from && code < to)) return 2;
  return ZERO.test(grapheme) ? 0 : 1;
}
