import type { Desk, TaskName, Tasks } from './desk.js';

/** Does tasks on files, in whatever thread; answers come in the order of the items. */
export interface Crew {
  each<T extends TaskName>(task: T, items: readonly Tasks[T][0][]): Promise<Tasks[T][1][]>;
  close(): void;
}

/** Everything at one desk in this thread. */
export function loneCrew(desk: Desk): Crew {
  return { each: (task, items) => inTurn(desk, task, items), close: () => undefined };
}

/**
 * One item after the other, with a turn of the event loop in between: only there does the parser get to
 * free the memory of trees that are no longer used.
 */
export async function inTurn<T extends TaskName>(
  desk: Desk,
  task: T,
  items: readonly Tasks[T][0][],
): Promise<Tasks[T][1][]> {
  const answers: Tasks[T][1][] = [];
  for (const item of items) {
    answers.push(await desk.do(task, item));
    await turn();
  }
  return answers;
}

/** Lets what waits in the event loop happen: messages of workers, the sweeping of native memory. */
export function turn(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
