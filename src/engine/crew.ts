import type { Desk } from './desk.js';
import type { Watch } from './request.js';
import type { News, TaskName, Tasks } from './tasks.js';

/** Does tasks on files, in whatever thread; answers come in the order of the items. */
export interface Crew {
  /** Lets every desk know something, before whatever it is asked next. */
  tell(news: News): Promise<void>;
  each<T extends TaskName>(task: T, items: readonly Tasks[T][0][]): Promise<Tasks[T][1][]>;
  close(): void;
}

/** Everything at one desk in this thread. */
export function loneCrew(desk: Desk, watch: Watch | null = null): Crew {
  return {
    tell: (news) => Promise.resolve(desk.learn(news)),
    each: (task, items) => inTurn(desk, task, items, watch),
    close: () => undefined,
  };
}

/**
 * One item after the other, with a turn of the event loop in between: only there does the parser get to
 * free the memory of trees that are no longer used.
 */
export async function inTurn<T extends TaskName>(
  desk: Desk,
  task: T,
  items: readonly Tasks[T][0][],
  watch: Watch | null = null,
): Promise<Tasks[T][1][]> {
  const answers: Tasks[T][1][] = [];
  for (const item of items) {
    const answer = await desk.do(task, item);
    answers.push(answer);
    watch?.done(task, 1, findingsIn([answer]));
    await turn();
  }
  return answers;
}

/** How many findings came of some items. */
export function findingsIn(answers: readonly Tasks[TaskName][1][]): number {
  return answers.reduce<number>((sum, answer) => sum + (answer !== null && 'kind' in answer && answer.kind === 'analysed' ? answer.analysis.findings.length : 0), 0);
}

/** Lets what waits in the event loop happen: messages of workers, the sweeping of native memory. */
export function turn(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
