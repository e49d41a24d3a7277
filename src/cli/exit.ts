import type { Plan } from '../core/types.js';

/** What the exit codes mean; scripts rely on it. */
export const EXIT = { done: 0, remaining: 1, mend: 2, fault: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The code after a run; `remaining` is how many fixes within the chosen verdicts are still to be made. */
export function exitCode(plan: Pick<Plan, 'faults'>, remaining: number, check: boolean): ExitCode {
  if (plan.faults.length > 0) return EXIT.fault;
  return check && remaining > 0 ? EXIT.remaining : EXIT.done;
}
