import type { Finding, Span } from '../core/types.js';
import { moved, type Layer } from './edit.js';

/** How things stand with a finding: seen, asked about and left, to be made, made, or given up after a fault. */
export type State = 'seen' | 'left' | 'wanted' | 'taken' | 'dropped';

/** How a finding that was taken differs from what its transform gives by itself. */
export type Making = { readonly kind: 'values'; readonly values: Readonly<Record<string, unknown>> } | { readonly kind: 'silence' };

/** A place that a transform has spoken of, followed from pass to pass. */
export interface Entry {
  readonly key: string;
  readonly transform: string;
  messageId: string;
  readonly path: string;
  /** Where it is in the text that the current pass sees. */
  span: Span;
  state: State;
  /** Null: as the transform gives it. */
  making: Making | null;
}

/** Findings that are known, and those that are not. */
export interface Recognised {
  readonly entries: Map<Finding, Entry>;
  readonly fresh: readonly Finding[];
}

/** Remembers across passes which finding is which, though keys and offsets may change under way. */
export class Ledger {
  private readonly byPath = new Map<string, Entry[]>();
  private readonly keys = new Set<string>();

  /** The entries of a pass's findings; what is not known yet is entered. */
  enter(findings: readonly Finding[]): Recognised {
    const { entries, fresh } = this.recognise(findings);
    for (const finding of fresh) {
      const { transform, messageId, path, span } = finding;
      const entry: Entry = { key: this.unused(finding.key), transform, messageId, path, span, state: 'seen', making: null };
      entries.set(finding, entry);
      this.of(path).push(entry);
    }
    return { entries, fresh };
  }

  /**
   * Pairs findings with entries: the same transform at the same place, or, where an edit inside has
   * changed its extent, at the same start with the same message. `layers` lead from the entries' text
   * to that of the findings.
   */
  recognise(findings: readonly Finding[], layers: readonly Layer[] = []): Recognised {
    const entries = new Map<Finding, Entry>();
    const claimed = new Set<Entry>();
    const spans = new Map<Entry, Span>();
    const pair = (finding: Finding, fits: (entry: Entry, at: Span) => boolean): void => {
      const found = this.of(finding.path).find((entry) => {
        if (claimed.has(entry) || entry.transform !== finding.transform) return false;
        const at = spans.get(entry) ?? moved(entry.span, layers);
        spans.set(entry, at);
        return fits(entry, at);
      });
      if (found === undefined) return;
      claimed.add(found);
      entries.set(finding, found);
    };
    const left = (): Finding[] => findings.filter((finding) => !entries.has(finding));
    for (const finding of left()) {
      pair(finding, ({ messageId }, at) => isSame(at, finding.span) && messageId === finding.messageId);
    }
    for (const finding of left()) pair(finding, (_entry, at) => isSame(at, finding.span));
    for (const finding of left()) pair(finding, (_entry, at) => at.start === finding.span.start);
    return { entries, fresh: left() };
  }

  /** Takes findings of a file's new text for those of its old one, from which `layers` lead; places that are gone are forgotten. */
  renew(path: string, findings: readonly Finding[], layers: readonly Layer[]): void {
    const old = new Map(this.of(path).map((entry) => [entry.key, entry]));
    const kept = new Map<Finding, Entry>();
    for (const finding of findings) {
      const entry = old.get(finding.key);
      if (entry !== undefined) kept.set(finding, entry);
    }
    const named = new Set(kept.values());
    this.byPath.set(path, this.of(path).filter((entry) => !named.has(entry)));
    const { entries } = this.recognise(findings.filter((finding) => !kept.has(finding)), layers);
    for (const [finding, entry] of [...kept, ...entries]) Object.assign(entry, { span: finding.span, messageId: finding.messageId });
    this.byPath.set(path, [...kept.values(), ...entries.values()]);
  }

  /** Follows the places of a file through an edit. */
  follow(path: string, layers: readonly Layer[]): void {
    for (const entry of this.of(path)) entry.span = moved(entry.span, layers);
  }

  /** A later pass can find a place that is the first one's twin in all that a key is made of. */
  private unused(key: string): string {
    let free = key;
    while (this.keys.has(free)) free += '0';
    this.keys.add(free);
    return free;
  }

  private of(path: string): Entry[] {
    const known = this.byPath.get(path);
    if (known !== undefined) return known;
    const made: Entry[] = [];
    this.byPath.set(path, made);
    return made;
  }
}

function isSame(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end;
}
