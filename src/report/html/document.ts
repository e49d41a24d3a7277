import type { Finding, Plan, Verdict } from '../../core/types.js';
import { sectionOf } from '../page.js';
import { positionsAcross } from '../position.js';
import { count, countByTransform, groupByPath, plural, type Counts, type Report, type Rule } from '../report.js';
import { CHANGED, dataFor, KINDS } from './data.js';
import { asIs, embedded, html, type Markup } from './markup.js';
import { phrase, prose } from './prose.js';

/** What the page is put together from besides the report. */
export interface PageParts {
  /** The page's own style sheet and script. */
  readonly style: string;
  readonly script: string;
  /** A transform's Markdown page. */
  pageOf(id: string): string;
  /** Keys of the findings whose fixes have been written; null where nothing was to be written. */
  readonly done: ReadonlySet<string> | null;
}

const VERDICTS: readonly Verdict[] = ['safe', 'suggested', 'refused'];

const PROMISES: Readonly<Record<Verdict, string>> = {
  safe: 'the program does the same for every input we can name; no value was chosen for you',
  suggested: 'valid and probably wanted, but behaviour, timing or the database changes, or a default was picked',
  refused: 'recognised and not touched; the message says why and what to do by hand',
};

/** The report as one page that needs nothing else: no network, no other file. */
export function renderHtml(report: Report, parts: PageParts): string {
  const name = report.root.split('/').filter((part) => part !== '').at(-1) ?? report.root;
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>pitstop: ${name}</title>
<style>${asIs(parts.style)}</style>
</head>
<body>
${heading(report, name, parts.done)}
${report.findings.length > 0 ? bar(report) : null}
<main id="findings">${report.findings.length > 0 ? files(report, parts.done) : html`<p class="none">Nothing to fix.</p>`}
<p class="none" id="none" hidden>No finding matches these filters. <button type="button" id="reset">Show all</button></p></main>
${remarks(report.plan)}
${help()}
${report.rules.map((rule) => html`<template id="why-${rule.id}">${prose(sectionOf(parts.pageOf(rule.id), 'Why'))}</template>`)}
<script type="application/json" id="data">${embedded({ kinds: KINDS, changed: CHANGED, findings: dataFor(report) })}</script>
<script>${asIs(parts.script)}</script>
</body>
</html>
`;
  return page.text;
}

function heading(report: Report, name: string, done: PageParts['done']): Markup {
  const { plan } = report;
  const counts = count(report.findings);
  const known = (plan.known ?? 0) > 0 ? `; ${plan.known} more are in the baseline` : '';
  const looked = `${plural(plan.discovered, 'file')}, ${plan.parsed} of them parsed${known}`;
  const written = done === null ? null : html` <strong>${plural(done.size, 'fix', 'fixes')}</strong> written.`;
  return html`<header>
<div class="flag" aria-hidden="true"></div>
<p class="brand">pitstop ${report.version}</p>
<h1>${name}</h1>
<p class="lead"><strong>${counts.safe + counts.suggested}</strong> to fix and <strong>${counts.refused}</strong> refused, in ${looked}.${written}</p>
${report.findings.length > 0 ? summary(report) : null}
</header>`;
}

function summary(report: Report): Markup {
  const byTransform = countByTransform(report);
  const most = Math.max(...[...byTransform.values()].map(total), 1);
  return html`<table class="summary">
<thead><tr><th scope="col">transform</th>${VERDICTS.map((verdict) => html`<th scope="col" class="count">${verdict}</th>`)}<td class="bars"></td></tr></thead>
<tbody>${report.rules.map((rule) => summaryRow(rule, byTransform.get(rule.id) ?? count([]), most))}</tbody>
</table>`;
}

function summaryRow({ id, summary: what }: Rule, counts: Counts, most: number): Markup {
  const share = (verdict: Verdict): string => ((counts[verdict] / most) * 100).toFixed(2);
  return html`<tr${total(counts) === 0 ? html` class="empty"` : null}>
<th scope="row"><button type="button" data-pick="${id}">${id}</button><span>${what}</span></th>
${VERDICTS.map((verdict) => html`<td class="count ${counts[verdict] > 0 ? verdict : 'zero'}">${counts[verdict]}</td>`)}
<td class="bars" aria-hidden="true"><i>${VERDICTS.map((verdict) => html`<b class="${verdict}" style="width:${share(verdict)}%"></b>`)}</i></td>
</tr>`;
}

function total(counts: Counts): number {
  return counts.safe + counts.suggested + counts.refused;
}

function bar(report: Report): Markup {
  const counts = count(report.findings);
  const toggles = VERDICTS.map((verdict, at) => html`<button type="button" class="toggle ${verdict}" data-verdict="${verdict}"
 aria-pressed="true" title="${PROMISES[verdict]} (key ${at + 1})">${verdict} <span>${counts[verdict]}</span></button>`);
  return html`<div class="bar" role="search" aria-label="Filter the findings">
<div class="group" role="group" aria-label="Verdicts">${toggles}</div>
<select id="transform" aria-label="Transform"><option value="">all transforms</option>${report.rules.map(({ id }) => html`<option>${id}</option>`)}</select>
<input id="path" type="search" placeholder="path (press /)" aria-label="Part of the path" autocomplete="off" spellcheck="false">
<output id="shown" aria-live="polite"></output>
<button type="button" id="all" aria-pressed="false">Expand all</button>
<button type="button" id="keys" aria-label="Keys and verdicts" title="Keys and verdicts (?)">?</button>
</div>`;
}

type Where = ReturnType<typeof positionsAcross>;

function files(report: Report, done: PageParts['done']): Markup {
  const where = positionsAcross(report.textOf);
  const numbers = new Map(report.findings.map((finding, at) => [finding, at]));
  return html`${groupByPath(report.findings).map(([path, own]) => html`<section class="file" data-path="${path}">
<h2><span>${path}</span></h2>
${own.map((finding) => row(finding, numbers.get(finding) ?? 0, where, done))}</section>
`)}`;
}

function row(finding: Finding, at: number, where: Where, done: PageParts['done']): Markup {
  const { key, transform, verdict, message, path, span, pass } = finding;
  const { line } = where(path, span.start, pass);
  const isDone = done?.has(key) === true;
  return html`<article id="${key}" data-at="${at}" data-verdict="${verdict}" data-transform="${transform}">
<button type="button" aria-expanded="false" aria-controls="b${at}"><span class="line">${line}</span><span class="verdict ${verdict}">${verdict}</span>
<span class="message">${phrase(message)}</span><span class="transform">${isDone ? html`<b class="done">written</b> ` : null}${transform}</span></button>
<div class="body" id="b${at}" hidden></div></article>
`;
}

function remarks(plan: Plan): Markup | null {
  const skipped = plan.skipped.map(({ path, reason, detail }) => html`<li><code>${path}</code> ${reason}: ${detail}</li>`);
  const unused = plan.suppressions.unused.map(({ path, line }) => html`<li><code>${path}:${line}</code></li>`);
  const faults = plan.faults.map(({ transform, path, step, message }) => html`<li><code>${path}</code> ${transform}, ${step}: ${message}</li>`);
  if (skipped.length + unused.length + faults.length === 0) return null;
  return html`<aside>
${remark(`${plural(faults.length, 'fault')} of pitstop itself; the fixes concerned were left out`, faults)}
${remark(`${plural(skipped.length, 'file')} skipped`, skipped)}
${remark(`${plural(unused.length, 'suppression comment')} without effect`, unused)}
</aside>`;
}

function remark(title: string, items: readonly Markup[]): Markup | null {
  return items.length === 0 ? null : html`<details><summary>${title}</summary><ul>${items}</ul></details>`;
}

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['j', 'k'], 'next and previous finding'],
  [['Enter'], 'show or hide its diff'],
  [['x'], 'show or hide all diffs'],
  [['1', '2', '3'], 'safe, suggested, refused'],
  [['/'], 'filter by path'],
  [['Esc'], 'leave the filter, or clear it'],
  [['?'], 'this help'],
];

function help(): Markup {
  return html`<dialog id="help" aria-labelledby="help-title"><form method="dialog"><h2 id="help-title">Keys</h2>
<dl>${KEYS.map(([keys, what]) => html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd></div>`)}</dl>
<h2>Verdicts</h2>
<dl>${VERDICTS.map((verdict) => html`<div><dt><span class="verdict ${verdict}">${verdict}</span></dt><dd>${PROMISES[verdict]}</dd></div>`)}</dl>
<button>Close</button></form></dialog>`;
}
