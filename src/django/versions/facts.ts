/** What is known of the versions that a project runs on. */
import type { Interval } from './interval.js';
import type { Wish } from './requirement.js';

/** How much a file tells: what the user says, what is installed, what is pinned, what is allowed, what others use. */
export type Kind = 'given' | 'lock' | 'pin' | 'range' | 'aside';

export interface Stated extends Wish {
  readonly kind: Kind;
}

export type VersionsLeaf = readonly Stated[];

export interface Evidence {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  readonly specifier: string;
  readonly kind: Kind;
}

export interface PackageVersions {
  readonly interval: Interval;
  /** What the interval is made of. */
  readonly evidence: readonly Evidence[];
  /** Whether files contradict each other; the interval then holds what each of them asks for. */
  readonly isDisputed: boolean;
}

export interface VersionsData {
  /** By normalised name; `python` is one of them. */
  readonly packages: Readonly<Record<string, PackageVersions>>;
}
