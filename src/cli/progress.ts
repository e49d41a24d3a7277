import { isatty } from 'node:tty';
import type { Gate } from '../core/types.js';
import type { Watch } from '../engine/request.js';
import type { TaskName } from '../engine/tasks.js';
import { writeErr } from './terminal.js';

/** Where progress is drawn. */
export interface Screen {
  write(text: string): void;
  readonly columns: number;
  /** Milliseconds. */
  now(): number;
}

/** A run that is over sooner shows nothing. */
const PATIENCE = 500;
/** Time between two drawings. */
const PAUSE = 100;
/** Before this much of a stretch is over nobody can say how long it takes. */
const LEAST_TO_TELL = 1000;

const CLEAR = '\r\u001b[K';

/** What is said of the work. */
const VERBS: Readonly<Record<TaskName, string>> = {
  survey: 'searching for facts',
  facts: 'gathering facts',
  gather: 'gathering facts',
  search: 'gathering facts',
  analyse: 'looking at files',
  rework: 'editing files',
  review: 'editing files',
  remake: 'editing files',
  silence: 'editing files',
};

interface Stretch {
  readonly verb: string;
  readonly started: number;
  asked: number;
  done: number;
}

/** One line on stderr while a run takes long: files, findings, rate, time left. It is gone when the run is over. */
export class Progress implements Watch {
  private readonly started: number;
  private readonly stretches = new Map<string, Stretch>();
  private searched = 0;
  private findings = 0;
  private latest: Stretch | null = null;
  private drawn = -Infinity;
  private isVisible = false;
  private isPaused = false;

  constructor(
    private readonly screen: Screen,
    private readonly files: number,
  ) {
    this.started = screen.now();
  }

  /** So many files have been searched for what transforms look for. */
  found(files: number): void {
    this.searched += files;
    this.draw();
  }

  asked(task: TaskName, items: number): void {
    this.stretchOf(task).asked += items;
  }

  done(task: TaskName, items: number, findings: number): void {
    this.latest = this.stretchOf(task);
    this.latest.done += items;
    this.findings += findings;
    this.draw();
  }

  /** The same gate, with the line out of its way: it may ask a person. */
  around(gate: Gate): Gate {
    return async (findings, workbench) => {
      this.isPaused = true;
      this.clear();
      try {
        return await gate(findings, workbench);
      } finally {
        this.isPaused = false;
      }
    };
  }

  close(): void {
    this.isPaused = true;
    this.clear();
  }

  /** Work of one kind that begins again after other work is another stretch. */
  private stretchOf(task: TaskName): Stretch {
    const verb = VERBS[task];
    const known = this.stretches.get(verb);
    if (known !== undefined && (known === this.latest || known.done < known.asked)) return known;
    const made = { verb, started: this.screen.now(), asked: 0, done: 0 };
    this.stretches.set(verb, made);
    return made;
  }

  private draw(): void {
    const now = this.screen.now();
    if (this.isPaused || now - this.started < PATIENCE || now - this.drawn < PAUSE) return;
    this.drawn = now;
    this.isVisible = true;
    this.screen.write(`${CLEAR}${this.line(now).slice(0, Math.max(0, this.screen.columns - 1))}`);
  }

  private clear(): void {
    if (this.isVisible) this.screen.write(CLEAR);
    this.isVisible = false;
  }

  private line(now: number): string {
    const isSearching = this.searched < this.files;
    const stretch = this.latest;
    const parts =
      isSearching || stretch === null
        ? [`searching files ${many(this.searched)}/${many(this.files)}`, ...pace(this.searched, this.files, now - this.started)]
        : [`${stretch.verb} ${many(stretch.done)}/${many(stretch.asked)}`, ...pace(stretch.done, stretch.asked, now - stretch.started)];
    const [work = '', ...rest] = parts;
    return [work, ...(this.findings > 0 ? [`${many(this.findings)} findings`] : []), ...rest].join(', ');
  }
}

function many(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Rate and time left, once they can be told. */
function pace(done: number, all: number, elapsed: number): string[] {
  if (elapsed < LEAST_TO_TELL || done === 0) return [];
  const perSecond = (done / elapsed) * 1000;
  const left = Math.ceil((all - done) / perSecond);
  return [`${perSecond < 10 ? perSecond.toFixed(1) : many(Math.round(perSecond))}/s`, ...(left > 0 ? [`${duration(left)} left`] : [])];
}

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Whether a person looks at stderr and wants to hear. */
export function isWatched(quiet: boolean, isScreen: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isScreen && !quiet && !env['CI'] && env['TERM'] !== 'dumb';
}

/** Progress for a run over so many files; null where nobody would see it. */
export function openProgress(quiet: boolean, files: number): Progress | null {
  if (!isWatched(quiet, isatty(2), process.env)) return null;
  const screen = { write: writeErr, columns: process.stderr.columns, now: () => performance.now() };
  return new Progress(screen, files);
}
