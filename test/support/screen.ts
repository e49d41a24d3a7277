import xterm from '@xterm/headless';
import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Terms extends Partial<Size> {
  readonly env?: Readonly<Record<string, string>>;
}

/** How long the screen may take to show what is waited for: far more than it needs, on a machine that does much else. */
const PATIENCE = 30_000;

/** What the screen is to show: a part of it, a pattern, or whatever holds of it. */
type Wanted = string | RegExp | ((text: string) => boolean);

function fits(text: string, wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(text);
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

/** A command on a terminal of its own, and what a person would see there. */
export class Screen {
  readonly terminal: xterm.Terminal;
  /** Resolves with the exit code, once everything is on the screen. */
  readonly ended: Promise<number>;
  /** All that was written to the terminal. */
  output = '';
  private readonly child: ChildProcess;
  private readonly watchers = new Set<() => void>();

  constructor(folder: string, command: readonly string[], { columns = 100, rows = 40, env = {} }: Terms = {}) {
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const args = [resolve('test/support/terminal.py'), String(columns), String(rows), ...command];
    this.child = spawn('python3', args, { cwd: folder, env: environment(env), stdio: ['pipe', 'pipe', 'inherit'] });
    const decoder = new TextDecoder();
    this.child.stdout?.on('data', (data: Buffer) => {
      this.terminal.write(data, () => {
        this.output += decoder.decode(data, { stream: true });
        this.watchers.forEach((watch) => watch());
      });
    });
    this.ended = new Promise((done) => this.child.on('close', (code) => this.terminal.write('', () => done(code ?? -1))));
  }

  /** The rows on the screen, without blanks at their ends and at the end of all. */
  text(): string {
    const buffer = this.terminal.buffer.active;
    const rows = Array.from({ length: this.terminal.rows }, (_, at) => buffer.getLine(buffer.viewportY + at)?.translateToString(true) ?? '');
    return rows.join('\n').trimEnd();
  }

  /** Waits until the screen shows something; gives what it shows then. */
  until(wanted: Wanted): Promise<string> {
    const isThere = (): boolean => this.isWhole() && fits(this.text(), wanted);
    return new Promise((done, fail) => {
      const give = (): void => {
        if (!isThere()) return;
        stop();
        done(this.text());
      };
      const late = setTimeout(() => {
        stop();
        fail(new Error(`the screen does not show ${String(wanted)} but\n${this.text()}`));
      }, PATIENCE);
      const stop = (): void => {
        clearTimeout(late);
        this.watchers.delete(give);
      };
      this.watchers.add(give);
      give();
    });
  }

  /** Whether what is drawn at once has been drawn to its end. */
  private isWhole(): boolean {
    return this.output.lastIndexOf('\u001b[?2026h') <= this.output.lastIndexOf('\u001b[?2026l');
  }

  /** Types keys, then waits for the screen to show something that it did not show before. */
  async press(keys: string, wanted: Wanted): Promise<string> {
    this.order({ keys });
    return this.until(wanted);
  }

  type(keys: string): void {
    this.order({ keys });
  }

  resize({ columns, rows }: Size): void {
    this.terminal.resize(columns, rows);
    this.order({ size: [columns, rows] });
  }

  signal(number: number): void {
    this.order({ signal: number });
  }

  /** For `afterEach`: nothing is left running. */
  close(): void {
    this.child.kill();
  }

  private order(order: object): void {
    this.child.stdin?.write(`${JSON.stringify(order)}\n`);
  }
}

/** A terminal with colours, whatever runs the tests. */
function environment(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...own } = process.env;
  return { ...own, TERM: 'xterm-256color', ...given };
}
