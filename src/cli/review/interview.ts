import { join } from 'node:path';
import type { Finding, Gate, Workbench } from '../../core/types.js';
import { plural } from '../../report/report.js';
import type { Guide } from '../../review/guide.js';
import { askReview, type Canvas } from '../../review/prompt.js';
import { Review, type Signal } from '../../review/review.js';
import { keysWith, takenIn, type Session } from '../../review/session.js';
import { editorCommand, openEditor } from './editor.js';
import type { Memory } from './memory.js';

/** What an interview goes by. */
export interface Brief {
  readonly root: string;
  readonly canvas: Canvas;
  readonly memory: Memory;
  /** Ask again about what was left before. */
  readonly isRestarted: boolean;
  /** Walk through refused places instead of asking about fixes. */
  readonly isWalk: boolean;
  isAsked(finding: Finding): boolean;
  guideOf(transform: string): Guide;
}

/** What an interview came to. */
export interface Interviewed {
  /** Keys of the places that got a suppression comment. */
  readonly silenced: ReadonlySet<string>;
  /** How many were not asked about because they had been left before. */
  readonly skipped: number;
  /** Keys of the fixes that have no answer. */
  readonly open: ReadonlySet<string>;
  /** Whether the person stopped before everything had an answer. */
  readonly isStopped: boolean;
  readonly isWalk: boolean;
}

/** A person's answers, round by round: the gate of an interactive run. */
export class Interview {
  private readonly silenced = new Set<string>();
  /** How many were not asked about because they had been left before. */
  private skipped = 0;
  /** Keys of the cards of the last round that have no answer. */
  private open: ReadonlySet<string> = new Set();
  private isStopped = false;
  private round = 0;
  /** Keys that were left in the rounds before, and all that were asked about. */
  private readonly left = new Set<string>();
  private readonly met = new Set<string>();
  private readonly stopped = new AbortController();

  constructor(private readonly brief: Brief) {}

  readonly gate: Gate = async (findings, bench) => {
    if (this.isStopped || (this.brief.isWalk && this.round > 0)) return [];
    const asked = this.toAsk(findings);
    if (asked.length === 0) return [];
    this.round += 1;
    const review = new Review(asked, bench, {
      round: this.round,
      notice: this.greeting(),
      isAsked: (finding) => this.isNew(finding),
      guideOf: (id) => this.brief.guideOf(id),
      remember: (session) => this.remember(session),
    });
    await review.start();
    this.remember(review.session);
    const signal = await this.talk(review);
    this.isStopped = signal.kind === 'stop';
    return this.settle(review.session, bench);
  };

  answers(): Interviewed {
    const { silenced, skipped, open, isStopped, brief: { isWalk } } = this;
    return { silenced, skipped, open, isStopped, isWalk };
  }

  /** Ends the interview from outside, as `q` would. */
  stop(): void {
    this.stopped.abort();
  }

  /** Forgets what was left if everything was asked to the end: the next review asks again. */
  conclude(): void {
    if (this.isStopped || this.brief.isWalk) return;
    this.brief.memory.keep(new Set(this.elsewhere()));
  }

  /** What was left before at places that this review did not come by. */
  private elsewhere(): string[] {
    return [...this.brief.memory.before].filter((key) => !this.met.has(key));
  }

  private toAsk(findings: readonly Finding[]): Finding[] {
    const wanted = findings.filter((finding) => this.brief.isAsked(finding));
    wanted.forEach(({ key }) => this.met.add(key));
    const asked = wanted.filter((finding) => this.isNew(finding));
    this.skipped += wanted.length - asked.length;
    return asked;
  }

  /** Whether a finding is one to ask about and was not left before. */
  private isNew(finding: Finding): boolean {
    const { isWalk, isRestarted, memory } = this.brief;
    return this.brief.isAsked(finding) && (isWalk || isRestarted || !memory.before.has(finding.key));
  }

  private greeting(): string | null {
    if (this.round > 1) return 'the fixes that you took led to these';
    if (this.skipped === 0) return null;
    return `${plural(this.skipped, 'place')} that you left before ${this.skipped === 1 ? 'is' : 'are'} not asked again; \`--restart\` asks all`;
  }

  /** Hands the terminal to and fro between the review and an editor. */
  private async talk(review: Review): Promise<Signal> {
    for (;;) {
      const signal = await askReview(review, this.brief.canvas, this.stopped.signal);
      if (signal.kind !== 'edit') return signal;
      const { root, canvas } = this.brief;
      const file = join(root, signal.path);
      const problem = openEditor(editorCommand(process.env), { file, line: signal.line, folder: root, output: canvas.descriptor });
      await review.edited(signal.path, problem);
    }
  }

  private remember(session: Session): void {
    if (this.brief.isWalk) return;
    const { memory, isRestarted } = this.brief;
    const before = isRestarted ? this.elsewhere() : memory.before;
    memory.keep(new Set([...before, ...this.left, ...keysWith(session, 'leave')]));
  }

  private settle(session: Session, bench: Workbench): Finding[] {
    const open = this.brief.isWalk ? [] : session.cards.filter(({ answer }) => answer === null);
    this.open = new Set(open.map(({ finding }) => finding.key));
    for (const key of keysWith(session, 'leave')) this.left.add(key);
    for (const key of keysWith(session, 'silence')) this.silenced.add(key);
    for (const { finding, answer } of session.cards) if (answer === 'later') bench.postpone(finding);
    return takenIn(session);
  }
}
