import type { Finding, Preview, PreviewFile } from '../core/types.js';
import { positionsIn } from '../report/position.js';
import { showPath } from '../report/text.js';
import { diffRows, excerptRows, type CodeLook } from './code.js';
import type { Guide } from './guide.js';
import { indent, prose, segment, visible, wrapWords, type Line } from './line.js';

/** What a card shows of one finding. */
export interface CardFace {
  readonly finding: Finding;
  /** Null: there is nothing to preview, the place is refused. */
  readonly preview: Preview | null;
  readonly guide: Guide;
  /** The text that the finding's offsets count in. */
  original(path: string): string | null;
}

const MARGIN = ' ';

/** The card below its title: the message, why it matters, and the diff of every file or the lines of the place. */
export function cardRows(face: CardFace, look: CodeLook): Line[] {
  const { finding, guide } = face;
  const message = sentence(visible(finding.message));
  const why = finding.verdict === 'refused' ? [] : paragraph(`Why: ${guide.why}`, look.width, 'faint');
  return [...paragraph(message, look.width), ...why, [], ...codeOf(face, look)];
}

function codeOf(face: CardFace, look: CodeLook): Line[] {
  const { finding, preview, original } = face;
  if (preview?.kind === 'files') return filesRows(preview.files, finding, original, look);
  const text = original(finding.path);
  const excerpt = text === null ? [] : excerptRows(finding, text, look);
  return [...(preview === null ? [] : [...troubleRows(preview, original, look.width), []]), ...excerpt];
}

/** All files that change together, the finding's own first; where it is the finding's own alone, the title has named it. */
function filesRows(files: readonly PreviewFile[], finding: Finding, original: CardFace['original'], look: CodeLook): Line[] {
  const isAlone = files.length === 1 && files[0]?.path === finding.path;
  const own = files.filter(({ path }) => path === finding.path);
  return [...own, ...files.filter((file) => !own.includes(file))].flatMap((file, at): Line[] => {
    const note = file.before === null ? '  new file' : '';
    const heading: Line[] = isAlone ? [] : [[segment(MARGIN + showPath(file.path), 'bold'), segment(note, 'added')]];
    return [...(at === 0 ? [] : [[]]), ...heading, ...diffRows(file, original(file.path), look)];
  });
}

/** Why a fix cannot be taken now. */
function troubleRows(preview: Exclude<Preview, { kind: 'files' }>, original: CardFace['original'], width: number): Line[] {
  if (preview.kind === 'fault') return paragraph(`This fix does not survive pitstop's own checks and cannot be taken: ${visible(preview.message)}`, width, 'alert');
  const { path, span, transform, message } = preview.other;
  const text = original(path);
  const line = text === null ? '' : `:${positionsIn(text)(span.start).line}`;
  return [
    ...paragraph(`This clashes with a fix that you took: \`${transform}\` at ${showPath(path)}${line}, which changes the same code.`, width, 'alert'),
    ...paragraph(sentence(visible(message)), width, 'faint'),
    ...paragraph('It comes back in the next round, as it then is. `n` leaves it for good; `k` goes back.', width),
  ];
}

/** Longer rows are hard to read, however wide the terminal is. */
const WIDEST_PROSE = 100;

/** Prose behind the margin of a card. */
export function paragraph(text: string, width: number, style: 'plain' | 'faint' | 'alert' = 'plain'): Line[] {
  return indent(wrapWords(prose(text, style), Math.min(width, WIDEST_PROSE) - MARGIN.length), MARGIN);
}

function sentence(text: string): string {
  const oneLine = text.replace(/\s*\n\s*/g, ' ');
  return /[.!?]$/.test(oneLine) ? oneLine : `${oneLine}.`;
}
