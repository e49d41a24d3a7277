/** What the desks of a run are asked to do: plain data goes in and comes out. */
import type { Edit, Fault, Skipped, SourceFile, Span } from '../core/types.js';
import type { Analysis } from './analyse.js';
import type { Collected } from './collect.js';
import type { Candidate } from './request.js';
import type { ReworkItem, Reworked } from './rework.js';

/** A file to look at; where `groups` is null its text decides which transforms see it. */
export interface AnalyseItem {
  readonly path: string;
  readonly size: number;
  readonly groups: number | null;
  /** Its source is wanted in any case. */
  readonly isAnew?: boolean;
}

export type Analysed =
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  /** No transform wants to see it. */
  | { readonly kind: 'passed' }
  /** The source comes along where there are findings. */
  | { readonly kind: 'analysed'; readonly analysis: Analysis; readonly source: SourceFile | null };

/** What one transform, by its number, wants of a file: facts, if the file has one of the needles (null: in any case). */
export interface Ask {
  readonly transform: number;
  readonly needles: readonly string[] | null;
}

/** What to look for in the bytes of files. */
export interface Search {
  /** A file must hold one string of each. */
  readonly groups: readonly (readonly string[])[];
}

export interface SearchItem {
  readonly paths: readonly string[];
  readonly searches: readonly Search[];
  /** How many files there are. */
  readonly size: number;
}

/** A file to gather facts from; `source` is null for a file that is still as it is on disk. */
export interface GatherItem {
  readonly path: string;
  readonly size: number;
  readonly source: SourceFile | null;
  readonly asks: readonly Ask[];
}

export interface Gathered {
  readonly path: string;
  readonly parsed: boolean;
  readonly facts: readonly { readonly transform: number; readonly facts: readonly unknown[] }[];
  readonly faults: readonly Fault[];
}

/** A file in which one transform, by its number, shall look again with other values of some options. */
export interface RemakeItem {
  readonly path: string;
  readonly size: number;
  readonly source: SourceFile;
  readonly transform: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly pass: number;
}

/** A place at which a transform shall be kept silent. */
export interface SilenceItem {
  readonly path: string;
  readonly size: number;
  readonly source: SourceFile;
  readonly span: Span;
  readonly transform: string;
}

/** Files that may matter to some facts. */
export interface SurveyItem {
  readonly isPython: boolean;
  /** Ids of the facts that are wanted. */
  readonly sources: readonly string[];
  readonly paths: readonly string[];
  readonly size: number;
  /** Whether their digests are wanted. */
  readonly isDigested: boolean;
}

/** A file to gather facts from. */
export interface FactsItem {
  readonly isPython: boolean;
  readonly path: string;
  readonly sources: readonly string[];
  readonly size: number;
}

export interface Surveyed extends FactsItem {
  /** Of its bytes; empty where it was not wanted. */
  readonly digest: string;
}

/** An output that can only be judged once the facts are up to date with all outputs. */
export interface ReviewItem {
  readonly path: string;
  readonly size: number;
  readonly text: string;
  readonly pass: number;
}

/** What every desk has to know: merged facts by kind, or that a file may have changed on disk. */
export type News = { readonly facts: Readonly<Record<string, unknown>> } | { readonly forget: string };

/** The tasks of a worker: what goes in and what comes out, plain data both. */
export interface Tasks {
  analyse: [item: AnalyseItem, answer: Analysed];
  search: [item: SearchItem, answer: readonly Candidate[]];
  gather: [item: GatherItem, answer: Gathered];
  rework: [item: ReworkItem, answer: Reworked];
  survey: [item: SurveyItem, answer: readonly Surveyed[]];
  facts: [item: FactsItem, answer: Collected | null];
  review: [item: ReviewItem, answer: Analysis];
  remake: [item: RemakeItem, answer: Pick<Analysis, 'findings' | 'faults'>];
  silence: [item: SilenceItem, answer: Edit | null];
}

export type TaskName = keyof Tasks;
