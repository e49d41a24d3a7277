import { firstLine, type Outcome } from './command.js';

/** The part of pitstop's JSON that the bench reads. */
export interface Report {
  readonly files: {
    readonly discovered: number;
    readonly read: number;
    readonly parsed: number;
    readonly skipped: readonly Record<'path' | 'reason' | 'detail', string>[];
  };
  readonly findings: readonly Found[];
  readonly faults: readonly Record<'transform' | 'path' | 'step' | 'message', string>[];
}

export interface Found {
  readonly key: string;
  readonly transform: string;
  readonly messageId: string;
  readonly message: string;
  readonly verdict: 'safe' | 'suggested' | 'refused';
  readonly path: string;
  readonly start: { readonly offset: number; readonly line: number };
  readonly pass: number;
  readonly changes: readonly unknown[];
}

const NOTHING: Report = { files: { discovered: 0, read: 0, parsed: 0, skipped: [] }, findings: [], faults: [] };

/** Reads what `--format json` printed. If it is no report, that is its fault. */
export function readReport({ exit, stdout, stderr }: Outcome): Report {
  try {
    return JSON.parse(stdout.toString('utf8')) as Report;
  } catch {
    const message = `exited with ${exit} and printed no report: ${firstLine(stderr)}`;
    return { ...NOTHING, faults: [{ transform: 'pitstop', path: '', step: 'run', message }] };
  }
}
