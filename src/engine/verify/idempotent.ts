import type { Finding } from '../../core/types.js';
import { isFix, type Layer } from '../edit.js';
import type { Ledger } from '../ledger.js';

/** An output to judge: what the transforms found in it, and how it came from the text that the ledger knows. */
export interface Reviewed {
  readonly findings: readonly Finding[];
  readonly layers: readonly Layer[];
  /** The transforms that edited the file in this pass. */
  readonly editors: ReadonlySet<string>;
  /** Those of them that have a finding here which waits for the next pass. */
  readonly waiting: ReadonlySet<string>;
  /** Whether the finding that an entry's key belongs to is among those made in this pass. */
  isMade(key: string): boolean;
  /** Whether a comment keeps a finding of the output silent. */
  isSilent(key: string): boolean;
}

/**
 * The transforms that are not done with their own output, with the finding that shows it. What a
 * transform finds at a place that another one has edited is left to the next pass.
 */
export function idempotent(output: Reviewed, ledger: Ledger): Map<string, string> {
  const broken = new Map<string, string>();
  const changing = output.findings.filter((finding) => {
    return isFix(finding) && output.editors.has(finding.transform) && !output.isSilent(finding.key);
  });
  const { entries } = ledger.recognise(output.findings, output.layers);
  for (const finding of changing) {
    const entry = entries.get(finding);
    const isNew = entry === undefined && output.editors.size === 1 && !output.waiting.has(finding.transform);
    const isMade = entry !== undefined && (entry.state === 'taken' || output.isMade(entry.key));
    const message = `its own output would be changed again (${finding.messageId}): ${finding.message}`;
    if (isNew || isMade) broken.set(finding.transform, message);
  }
  return broken;
}
