import { ansiPaint, plainPaint } from '../report/paint.js';
import type { Report } from '../report/report.js';
import type { Look } from '../report/text.js';
import { pageOf } from '../source/catalogue.js';
import type { Invocation } from './args.js';
import type { Format } from './flags.js';
import { patchPrefix, repositoryPrefix, withoutLinks } from './locate.js';
import { nextCommand } from './next.js';
import { writeReport, type Output } from './output.js';
import { writeOut, type Terminal } from './terminal.js';

/** What a command adds to the bare report. */
export interface Additions {
  /** The text format, as the command words it. */
  readonly text: (look: Look) => Promise<string>;
  /** What it prints in place of a diff. */
  readonly diff?: (look: Look) => Promise<string>;
  /** Further fields for JSON. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Keys of the findings whose fixes it has written. */
  readonly done?: ReadonlySet<string>;
  /** The command that would apply the fixes, if there are any. */
  readonly fix: string | null;
}

/** The formats that show edits: a run whose report has one of them must work them out. */
export function showsEdits(outputs: readonly Output[]): boolean {
  return outputs.some(({ format }) => ['diff', 'markdown', 'html'].includes(format));
}

/** Writes each report to where it was asked for; says where files went. */
export async function publish(
  report: Report,
  outputs: readonly Output[],
  invocation: Invocation,
  terminal: Terminal,
  additions: Additions,
): Promise<void> {
  const fileLook = { paint: invocation.flags.color === 'always' ? ansiPaint : plainPaint, width: null };
  for (const { format, file } of outputs) {
    const result = await render(report, format, file === null ? terminal : fileLook, invocation, additions);
    if (file === null) writeOut(result);
    else writeReport(file, result);
    if (file !== null) terminal.say(`${format}: ${file}`);
  }
}

/** The report in a format; each format's code is loaded when it is asked for. */
async function render(report: Report, format: Format, look: Look, invocation: Invocation, additions: Additions): Promise<string | Uint8Array> {
  if (format === 'text') return additions.text(look);
  if (format === 'json') return (await import('../report/json.js')).renderJson(report, additions.json);
  if (format === 'sarif') return (await import('../report/sarif.js')).renderSarif(report, pageOf);
  if (format === 'github') return (await import('../report/github.js')).renderGithub(report, repositoryPrefix(report.root, process.env));
  if (format === 'gitlab') return (await import('../report/gitlab.js')).renderGitlab(report, patchPrefix(report.root));
  if (format === 'markdown') return markdown(report, invocation, additions);
  if (format === 'html') return page(report, additions);
  return additions.diff?.(look) ?? diff(report, look);
}

async function diff({ plan, root }: Report, { paint }: Look): Promise<Uint8Array> {
  const [{ renderDiff }, { encode }] = await Promise.all([import('../report/diff.js'), import('../source/encoding.js')]);
  return renderDiff(withoutLinks(root, plan.files), encode, { paint, prefix: patchPrefix(root) });
}

async function markdown(report: Report, invocation: Invocation, { done, fix }: Additions): Promise<string> {
  const { renderMarkdown } = await import('../report/markdown/document.js');
  const commands = { audit: nextCommand('audit', invocation), diff: nextCommand('diff', invocation), fix };
  return renderMarkdown(report, { pageOf, done: done ?? null, commands });
}

async function page(report: Report, { done }: Additions): Promise<string> {
  const [{ renderHtml }, { clientFile }] = await Promise.all([import('../report/html/document.js'), import('./client.js')]);
  return renderHtml(report, { style: clientFile('page.css'), script: clientFile('page.js'), pageOf, done: done ?? null });
}
