import { Worker } from 'node:worker_threads';
import { findingsIn, loneCrew, type Crew } from './crew.js';
import type { RunRequest, Watch } from './request.js';
import type { News, TaskName, Tasks } from './tasks.js';
import type { Done, Job, Setup, Telling } from './worker.js';

/** Bytes to look at that are worth a worker: with less, starting it costs more than it saves. */
export const ENOUGH = 250_000;
/** Each worker gets its work in about this many helpings, so that none waits long for the last. */
const HELPINGS = 12;

/** Each worker has its own heap, and trees are let go when it is swept: so it is small for what is short-lived, and grows slowly. */
const LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 512 };

/** Named from the folder above: bundled, this code lies in another room's folder. */
const ENTRY = new URL('../engine/worker.js', import.meta.url);
/** Workers run compiled code only: from source (tests of other things) all is done in this thread. */
const IS_COMPILED = import.meta.url.endsWith('.js');

/** A desk in this thread, until there is enough to do at once: then a pool of worker threads. */
export function openCrew({ root, files, transforms, jobs, watch = SILENT }: RunRequest): Crew {
  const setup: Setup = { root, files, transforms };
  const alone = inThisThread(setup, watch);
  let pool: Pool | null = null;
  let known: News | null = null;
  const open = (): Pool => {
    const made = new Pool(setup, jobs, watch);
    if (known !== null) void made.tell(known);
    return made;
  };
  const isWorthIt = (items: readonly Sized[]): boolean => jobs > 1 && IS_COMPILED && sizeOf(items) >= ENOUGH;
  return {
    tell: (news) => {
      if ('facts' in news) known = news;
      return (pool ?? alone).tell(news);
    },
    each: (task, items) => {
      watch.asked(task, items.length);
      if (pool === null && isWorthIt(items)) pool = open();
      return (pool ?? alone).each(task, items);
    },
    close: () => pool?.close(),
  };
}

const SILENT: Watch = { asked: () => undefined, done: () => undefined };

/** Where there is nothing to do, not even the parser is loaded. */
function inThisThread(setup: Setup, watch: Watch): Crew {
  let desk: Promise<Crew> | null = null;
  const sitDown = async (): Promise<Crew> => loneCrew(await (await import('./worker.js')).deskOnDisk(setup), watch);
  return {
    tell: async (news) => (await (desk ??= sitDown())).tell(news),
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
  /** The facts that a worker has to know when it starts. */
  private known: News | null = null;

  /** In bytes. */
  private asked = 0;

  constructor(
    private readonly setup: Setup,
    private readonly most: number,
    private readonly watch: Watch,
  ) {}

  tell(news: News): Promise<void> {
    if ('facts' in news) this.known = news;
    const telling: Telling = { news };
    for (const worker of this.workers) worker.postMessage(telling);
    return Promise.resolve();
  }

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
    if (this.known !== null) worker.postMessage({ news: this.known } satisfies Telling);
    worker.on('message', ({ answers }: Done) => {
      const work = this.busy.get(worker);
      work?.done(answers);
      if (work !== undefined) this.watch.done(work.job.task, answers.length, findingsIn(answers));
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
      const worker = this.idle.pop() as Worker;
      const work = this.waiting.splice(this.placeOf(worker), 1)[0] as Work;
      this.busy.set(worker, work);
      worker.postMessage(work.job);
    }
  }

  /** Each worker keeps to its own part of the queue: neighbouring files import the same modules, which are parsed once there. */
  private placeOf(worker: Worker): number {
    const share = this.workers.indexOf(worker) / Math.max(1, this.workers.length - 1);
    return Math.round(share * (this.waiting.length - 1));
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
