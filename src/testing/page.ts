import { structuredPatch } from 'diff';
import type { Transform } from '../python/define.js';
import type { Claim } from './check.js';
import type { Fixture } from './fixtures.js';

const HEADINGS = ['Why', 'What changes', 'When it refuses', 'Options', 'Limits'];

/**
 * What a transform's page must have: its headings in order, every option, and the diff of
 * `change/example.py`, with or without the lines that name files and places.
 */
export function checkPage(page: string, transform: Transform, fixtures: readonly Fixture[]): Claim[] {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
  const options = Object.keys(transform.options);
  const example = fixtures.find(({ kind, name }) => kind === 'change' && name === 'example');
  const shown = diffIn(page);
  const explained = options.filter((name) => page.includes(`\`${name}\``));
  return [
    { claim: 'the title', expected: `# ${transform.id}`, actual: page.split('\n')[0] },
    { claim: 'the headings', expected: HEADINGS, actual: headings },
    { claim: 'every option is explained', expected: options, actual: explained },
    { claim: 'the diff is that of change/example.py', expected: example && diffOf(example, shown), actual: shown },
  ];
}

/** The diff with as much context as the page shows, or with three lines of it. */
function diffOf(example: Fixture, shown: string | null): string {
  const [usual = '', whole = ''] = [3, Infinity].map((context) => withContext(example, context));
  return shown === whole ? whole : usual;
}

function withContext({ path, before, after }: Fixture, context: number): string {
  const { hunks } = structuredPatch('', '', before[path] ?? '', after[path] ?? '', '', '', { context });
  return [...hunks.flatMap(({ lines }) => lines), ''].join('\n');
}

function diffIn(page: string): string | null {
  const block = /^```diff\n([\s\S]*?)^```$/m.exec(page);
  return block === null ? null : body(block[1] ?? '');
}

/** The lines of a diff without those that name files and line numbers. */
function body(diff: string): string {
  return diff.split('\n').filter((line) => !/^(diff --git|--- |\+\+\+ |@@)/.test(line)).join('\n');
}
