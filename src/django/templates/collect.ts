/** What one template says by itself. */
import { elementsOf, type Element } from './html.js';
import { Reader, type OpenLoop } from './reader.js';
import { blanked, tokenize, wordsOf, type Token } from './tokens.js';
import type { Around, Loop, Marker, Read, TemplateLeaf } from './types.js';

/** Null where a file holds nothing of a template. */
export function collectTemplate(path: string, text: string): TemplateLeaf | null {
  const names = namesOf(path);
  if (names.length === 0 && !/\{[%{]/.test(text)) return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isJinja = isForJinja(path, text);
  return isJinja ? { ...EMPTY, names, isJinja, eol } : { ...read(text), names, eol };
}

const EMPTY: TemplateLeaf = {
  names: [],
  isJinja: false,
  eol: '\n',
  parent: null,
  libraries: [],
  blocks: [],
  loops: [],
  reads: [],
  includes: [],
  controls: [],
  markers: [],
  hasSearch: false,
  isDocument: false,
  keepsQuery: false,
};

/** What the path is below each folder `templates`, the deepest first: an app's own folder is nearer than a project's. */
export function namesOf(path: string): readonly string[] {
  const steps = path.split('/');
  const folders = steps.flatMap((step, at) => (step === 'templates' || step === 'jinja2' ? [at] : [])).reverse();
  return folders.map((at) => steps.slice(at + 1).join('/')).filter((name) => name !== '');
}

const JINJA_SYNTAX = /\{%-|-%\}|\{\{-|\{%\s*(?:set|macro|call|import|from)\s/;

function isForJinja(path: string, text: string): boolean {
  return /(^|\/)jinja2\/|\.(jinja2?|j2)$/.test(path) || JINJA_SYNTAX.test(text);
}

function read(text: string): TemplateLeaf {
  const { tokens, comments } = tokenize(text);
  const reader = new Reader(tokens);
  const shown = blanked(text, comments);
  const html = blanked(text, [...comments, ...tokens.map(({ at }) => at)]);
  const elements = elementsOf(html, text);
  const { parent, blocks, includes, reads, libraries } = reader;
  return {
    ...EMPTY,
    parent,
    libraries,
    blocks,
    includes,
    reads,
    loops: reader.loops.map((loop) => loopOf(loop, elements, text, html)),
    controls: [...reads.filter(showsPages).map(({ at }) => at), ...reader.customTags.filter(isPager).map(({ at }) => at)],
    markers: markersIn(shown),
    hasSearch: elements.some(({ tag, opening }) => tag === 'form' && !/method\s*=\s*["']?post/i.test(opening) && !/\bhx-|dialog/.test(opening)),
    isDocument: /<(html|body)\b/i.test(shown),
    keepsQuery: reads.some(({ chain }) => chain[0] === 'request' && chain[1] === 'GET') || reader.customTags.some(isQueryTag),
  };
}

function loopOf(loop: OpenLoop, elements: readonly Element[], text: string, shown: string): Loop {
  const whole = { start: loop.at.start, end: loop.end.end };
  const around = elements.filter(({ at, inner }) => at.start < whole.start && inner >= whole.end).toSorted((one, other) => other.at.start - one.at.start);
  const inside = shown.slice(whole.start, whole.end);
  const { at, blocks, chain, filters, variables, isReversed, hasEmpty, depth, counters } = loop;
  return {
    ...{ at, blocks, chain, filters, variables, isReversed, hasEmpty, depth, counters, whole },
    indent: indentBehind(text, loop.end.start, loop.end.end),
    around: around.map(aroundOf),
    inputs: [...inside.matchAll(/<(input|select|textarea)\b[^<]*/gi)].map(([written, tag = '']) => (/type\s*=\s*["']?hidden|csrf/i.test(written) ? 'hidden' : tag.toLowerCase())),
  };
}

function aroundOf({ tag, opening, at, indent }: Element): Around {
  return { tag, opening, start: at.start, end: at.end, indent };
}

function indentBehind(text: string, start: number, end: number): string | null {
  if (!/^[ \t]*(\r?\n|$)/.test(text.slice(end, end + 200))) return null;
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1))?.[0] ?? '';
}

const PAGE_NAMES = new Set(['page_obj', 'is_paginated', 'paginator']);
const PAGE_ATTRIBUTES = new Set(['has_next', 'has_previous', 'has_other_pages', 'next_page_number', 'previous_page_number', 'num_pages', 'page_range']);

function showsPages({ chain }: Read): boolean {
  return PAGE_NAMES.has(chain[0] ?? '') || PAGE_ATTRIBUTES.has(chain.at(-1) ?? '');
}

/** `{% bootstrap_pagination page_obj %}`, `{% paginate %}`, `{% autopaginate books %}`. */
function isPager({ content }: Token): boolean {
  return /paginat|^pagina/i.test(wordsOf(content)[0] ?? '');
}

function isQueryTag({ content }: Token): boolean {
  return /query|url_replace|param|urlparams/i.test(wordsOf(content)[0] ?? '');
}

const MARKERS: readonly (readonly [Marker, RegExp])[] = [
  ['data-table', /data-?tables?\b|\.?DataTable\(|data-toggle=["']table["']|tablesorter|bootstrap-table|bootstrapTable|simpleDatatables|handsontable|ag-grid|Tabulator\(|new List\(|gridjs|footable/i],
  ['client-filter', /on(?:keyup|input)\s*=|addEventListener\(\s*['"](?:keyup|input|search)['"]|\.on\(\s*['"](?:keyup|input)|\.keyup\(|isotope|quicksearch|x-model/i],
  ['print', /window\.print\(|\bprint\(\)|printDiv|@page\b|printThis/],
  ['export', /html2pdf|jsPDF|html2canvas|XLSX\.|tableToExcel|export(?:Table)?To|table2(?:csv|excel)|TableExport/i],
  ['sortable', /Sortable\.create|new Sortable|\.sortable\(|dragula|nestable/i],
  ['bootstrap', /bootstrap|class=["'][^"']*\b(?:btn btn-|col-md-|table table-|container-fluid)/i],
];

function markersIn(text: string): readonly Marker[] {
  return MARKERS.filter(([, pattern]) => pattern.test(text)).map(([marker]) => marker);
}
