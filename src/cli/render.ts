import { pageOf } from '../source/catalogue.js';
import type { Report } from '../report/report.js';
import type { Format } from './flags.js';
import { patchPrefix } from './locate.js';
import type { Terminal } from './terminal.js';

/** What a command adds to the bare report. */
export interface Additions {
  /** The text format, as the command words it. */
  readonly text: () => Promise<string>;
  /** Further fields for JSON. */
  readonly json?: Readonly<Record<string, unknown>>;
}

/** The report in a format; each format's code is loaded when it is asked for. */
export async function render(report: Report, format: Format, terminal: Terminal, additions: Additions): Promise<string | Uint8Array> {
  if (format === 'text') return additions.text();
  if (format === 'json') return (await import('../report/json.js')).renderJson(report, additions.json);
  if (format === 'sarif') return (await import('../report/sarif.js')).renderSarif(report, pageOf);
  const [{ renderDiff }, { encode }] = await Promise.all([import('../report/diff.js'), import('../source/encoding.js')]);
  return renderDiff(report.plan.files, encode, { paint: terminal.paint, prefix: patchPrefix(report.root) });
}
