import { Worker } from 'node:worker_threads';
import { loneCrew, type Crew } from './crew.js';
import type { TaskName, Tasks } from './desk.js';
import type { RunRequest } from './request.js';
import type { Done, Job, Setup } from './worker.js';

/** Bytes to look at that are worth a worker: with less, starting it costs more than it saves. */
export const ENOUGH = 250_000;
/** Each worker gets its work in about this many helpings, so that none waits long for the last. */
const HELPINGS = 6;

/** Each worker has its own heap, and trees are let go when it is swept: so it is small for what is short-lived, and grows slowly. */
const LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 512 };

/** Named from the folder above: bundled, this code lies in another room's folder. */
const ENTRY = new URL('../engine/worker.js', import.meta.url);
/** Workers run compiled code only: from source (tests of other things) all is done in this thread. */
const IS_COMPILED = import.meta.url.endsWith('.js');

/** Decides by the first items to come: a pool of worker threads, or where there is little to do a desk in this thread. */
export function openCrew({ root, files, transforms, jobs }: RunRequest): Crew {
  const setup: Setup = { root, files, transforms };
  let crew: Crew | null = null;
  const decide = (items: readonly Sized[]): Crew => (jobs < 2 || !IS_COMPILED || sizeOf(items) < ENOUGH ? inThisThread(setup) : new Pool(setup, jobs));
  return {
    each: (task, items) => (crew ??= decide(items)).each(task, items),
    close: () => crew?.close(),
  };
}

/** Where there is nothing to do, not even the parser is loaded. */
function inThisThread(setup: Setup): Crew {
  let desk: Promise<Crew> | null = null;
  const sitDown = async (): Promise<Crew> => loneCrew(await (await import('./worker.js')).deskOnDisk(setup));
  return {
    each: async (task, items) => (items.length === 0 ? [] : (await (desk ??= sitDown())).each(task, items)),
    close: () => undefined,
  };
}

type Answers = readonly Tasks[TaskName][1][];
type Work = { readonly job: Job; readonly done: (answers: Answers) => void; readonly failed: (error: Error) => void };

class Pool implements Crew {
  private readonly idle: Worker[] = [];
  private readonly workers: Worker[] = [];
  private readonly waiting: Work[] = [];
  private readonly busy = new Map<Worker, Work>();
  private broken: Error | null = null;

  /** In bytes. */
  private asked = 0;

  constructor(
    private readonly setup: Setup,
    private readonly most: number,
  ) {}

  async each<T extends TaskName>(task: T, items: readonly Tasks[T][0][]): Promise<Tasks[T][1][]> {
    this.asked += sizeOf(items);
    this.hire(Math.min(this.most, Math.ceil(this.asked / ENOUGH)));
    const helpings = inHelpings(items, this.workers.length * HELPINGS);
    const answers = await Promise.all(helpings.map((helping) => this.queue(task, helping)));
    return answers.flat() as Tasks[T][1][];
  }

  close(): void {
    for (const worker of this.workers) {
      worker.unref();
      void worker.terminate();
    }
  }

  private hire(size: number): void {
    while (this.workers.length < size) {
      const worker = this.start();
      this.workers.push(worker);
      this.idle.push(worker);
    }
  }

  private start(): Worker {
    const worker = new Worker(ENTRY, { workerData: { kind: 'pitstop desk', setup: this.setup }, execArgv: [], resourceLimits: LIMITS });
    worker.on('message', ({ answers }: Done) => {
      this.busy.get(worker)?.done(answers);
      this.busy.delete(worker);
      this.idle.push(worker);
      this.serve();
    });
    worker.on('error', (error) => {
      this.broken = error;
      this.busy.get(worker)?.failed(error);
      for (const { failed } of this.waiting.splice(0)) failed(error);
    });
    return worker;
  }

  private queue(task: TaskName, items: Job['items']): Promise<Answers> {
    return new Promise((done, failed) => {
      if (this.broken !== null) return failed(this.broken);
      this.waiting.push({ job: { task, items }, done, failed });
      this.serve();
    });
  }

  private serve(): void {
    while (this.waiting.length > 0 && this.idle.length > 0) {
      const work = this.waiting.shift() as Work;
      const worker = this.idle.pop() as Worker;
      this.busy.set(worker, work);
      worker.postMessage(work.job);
    }
  }
}

/** Neighbouring items in helpings of about equal size, in order. */
function inHelpings<Item extends { readonly size: number }>(items: readonly Item[], many: number): Item[][] {
  const total = sizeOf(items);
  const helpings: Item[][] = [];
  let filled = Infinity;
  for (const item of items) {
    if (filled >= total / many) {
      helpings.push([]);
      filled = 0;
    }
    helpings.at(-1)?.push(item);
    filled += item.size;
  }
  return helpings;
}

interface Sized {
  readonly size: number;
}

export function sizeOf(items: readonly Sized[]): number {
  return items.reduce((sum, { size }) => sum + size, 0);
}
