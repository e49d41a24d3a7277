import type { Verdict } from '../core/types.js';

const GRADES: readonly Verdict[] = ['refused', 'suggested', 'safe'];

/** The most careful of several verdicts. */
export function lowest(...verdicts: readonly Verdict[]): Verdict {
  return GRADES.find((grade) => verdicts.includes(grade)) ?? 'refused';
}
