import { gistOf, sectionOf } from '../report/page.js';

/** An option that can be changed for one finding alone. */
export interface Offer {
  readonly name: string;
  readonly describe: string;
  /** What a value may be, in words. */
  readonly expects: string;
  /** The value in force. */
  readonly value: unknown;
  /** What is wrong with a value, in words; null where it fits. */
  misfit(value: unknown): string | null;
  /** The options of the transform that make it give this value to this place, whatever else it would prefer. */
  valuesFor(value: unknown): Readonly<Record<string, unknown>>;
}

/** What a review tells of a transform beside its findings. */
export interface Guide {
  /** Why its fixes matter, in a sentence. */
  readonly why: string;
  /** Markdown. */
  readonly reason: string;
  /** Markdown: the places that it refuses. */
  readonly refusals: string;
  readonly offers: readonly Offer[];
}

/** Reads a guide off a transform's page. */
export function guideOf(page: string, offers: readonly Offer[]): Guide {
  const reason = sectionOf(page, 'Why');
  return { why: opening(gistOf(reason)), reason, refusals: sectionOf(page, 'When it refuses'), offers };
}

/** The first sentence; where it is a short one the second as well. */
function opening(text: string): string {
  const sentences = text.split(/(?<=[.!?])\s+(?=[A-Z`(])/);
  const [first = '', second] = sentences;
  return first.length >= LEAST_SAID || second === undefined ? first : `${first} ${second}`;
}

/** Characters that say something. */
const LEAST_SAID = 50;

/** A value as it is typed: JSON where it is that, text otherwise, and a pair also in round brackets. */
export function valueFrom(typed: string): unknown {
  const text = typed.trim().replace(/^\((.*)\)$/s, '[$1]');
  try {
    return JSON.parse(text);
  } catch {
    return typed.trim();
  }
}

/** A value as a person would type it. */
export function typedFrom(value: unknown): string {
  return typeof value === 'string' ? value : Array.isArray(value) ? `[${value.map(typedFrom).join(', ')}]` : JSON.stringify(value);
}
