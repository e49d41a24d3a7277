import { diffArrays } from 'diff';
import type { Finding } from '../../core/types.js';

/** Places that are left alone for the same reason. */
export interface Reason {
  /** What the messages have in common; `…` stands for what differs. */
  readonly wording: string;
  /** Each with what stands for the `…` in its own message, in order. */
  readonly places: readonly { readonly finding: Finding; readonly particulars: readonly string[] }[];
}

const GAP = '…';

/** Findings by reason, the commonest first. */
export function reasonsOf(findings: readonly Finding[]): Reason[] {
  const byMessage = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.transform} ${finding.messageId}`;
    byMessage.set(key, [...(byMessage.get(key) ?? []), finding]);
  }
  return [...byMessage.values()].map(reasonOf).sort((one, other) => other.places.length - one.places.length);
}

function reasonOf(findings: readonly Finding[]): Reason {
  const wording = findings.map(({ message }) => wordsOf(message)).reduce(shared);
  const places = findings.map((finding) => ({ finding, particulars: particularsOf(wording, wordsOf(finding.message)) }));
  return { wording: spaced(wording.join('')), places };
}

/** One gap where several meet, with a space around it but for punctuation. */
function spaced(wording: string): string {
  return wording.replace(/\s*…(\s*…)*\s*/g, ' … ').replace(/ … (?=[,.;:)])/g, ' …').replace(/\( …/g, '(…').trim();
}

/** Code is one word, whatever it holds. */
function wordsOf(message: string): string[] {
  return message.match(/`[^`]*`|\s+|[\p{L}\p{N}_:./]+(?<![.:])|[^\s]/gu) ?? [];
}

function shared(one: readonly string[], other: readonly string[]): string[] {
  const words = diffArrays([...one], [...other]).flatMap(({ value, added, removed }) => (added || removed ? [GAP] : value));
  return words.filter((word, at) => word !== GAP || words[at - 1] !== GAP);
}

function particularsOf(wording: readonly string[], words: readonly string[]): string[] {
  const own = diffArrays([...wording], [...words]).filter(({ added }) => added);
  return own.map(({ value }) => value.join('').trim()).filter((text) => text !== '');
}
