import { createPrompt, ExitPromptError, useEffect, useKeypress, useRef, useState, type KeypressEvent } from '@inquirer/core';
import type { Press } from './ask.js';
import type { Review, Signal } from './review.js';
import type { Size } from './screen.js';

/** Where a review is drawn, and how. */
export interface Canvas {
  readonly output: NodeJS.WriteStream;
  /** The file descriptor of `output`. */
  readonly descriptor: number;
  readonly isColored: boolean;
}

interface Config extends Canvas {
  readonly review: Review;
}

/** The terminal's second screen: what was on the first is there again afterwards. */
const OPEN = '\u001b[?1049h\u001b[?25l';
const CLOSE = '\u001b[?25h\u001b[?1049l';
const CLEAR = '\u001b[2J\u001b[H';
/** What is between these appears at once, in terminals that know them. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

/**
 * Shows a review and hands it keys until it gives the terminal back. `Ctrl-C`, a terminal that is closed and
 * `stopped` stop it; the terminal is as it was before in any case.
 */
export async function askReview(review: Review, canvas: Canvas, stopped: AbortSignal): Promise<Signal> {
  const { output } = canvas;
  const close = (): void => void output.write(END + CLOSE);
  process.once('exit', close);
  output.write(OPEN + CLEAR + BEGIN);
  try {
    return await prompt({ review, ...canvas }, { output, signal: stopped, clearPromptOnDone: true });
  } catch (error) {
    if (error instanceof ExitPromptError || stopped.aborted) return { kind: 'stop' };
    throw error;
  } finally {
    process.removeListener('exit', close);
    close();
  }
}

const prompt = createPrompt<Signal, Config>(({ review, output, isColored }, done) => {
  const [times, redraw] = useState(0);
  const failure = useRef<{ readonly error: unknown } | null>(null);
  const draw = (): void => {
    output.write(BEGIN);
    redraw((before) => before + 1);
  };
  useEffect(() => void output.write(END), [times]);
  useEffect((line) => {
    line.on('close', () => done({ kind: 'stop' }));
    line.on('SIGTSTP', () => suspend(output, draw));
    const resized = (): void => {
      output.write(CLEAR);
      draw();
    };
    output.on('resize', resized);
    return () => void output.removeListener('resize', resized);
  }, []);
  useKeypress((event, line) => {
    line.clearLine(0);
    const presses = pressesOf(event);
    if (presses.length === 0) return;
    pressAll(review, presses).then(
      (signal) => (signal === null ? draw() : done(signal)),
      (error: unknown) => {
        failure.current = { error };
        draw();
      },
    );
  });
  if (failure.current !== null) throw failure.current.error;
  return review.frame(sizeOf(output), isColored);
});

async function pressAll(review: Review, presses: readonly Press[]): Promise<Signal | null> {
  for (const press of presses) {
    const signal = await review.press(press);
    if (signal !== null) return signal;
  }
  return null;
}

const ESCAPE: Press = { name: 'escape', text: '' };

/** Keys with Ctrl mean nothing here, and one with Alt is Escape and a key in quick succession. */
function pressesOf(event: KeypressEvent): Press[] {
  const { name, ctrl, meta, sequence = '' } = event as KeypressEvent & { readonly meta?: boolean; readonly sequence?: string };
  if (ctrl) return [];
  const text = sequence.replace(/^\u001b/, '');
  const press = { name: (name as string | undefined) ?? text, text: /[\u0000-\u001f\u007f]/.test(sequence) ? '' : text };
  if (press.name === 'escape') return [ESCAPE];
  return meta === true ? [ESCAPE, { ...press, text }] : [press];
}

function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
  return { columns: columns || 80, rows: rows || 24 };
}

/** Ctrl-Z: the shell gets its own screen, and the review is drawn anew when it is continued. */
function suspend(output: NodeJS.WriteStream, draw: () => void): void {
  process.once('SIGCONT', () => {
    process.stdin.setRawMode(true);
    output.write(OPEN + CLEAR);
    draw();
  });
  process.stdin.setRawMode(false);
  output.write(CLOSE);
  process.kill(process.pid, 'SIGTSTP');
}
