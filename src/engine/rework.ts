import type { Edit, Fault, Skipped, SourceFile } from '../core/types.js';
import { importEdits } from '../python/edits/imports.js';
import type { PyModule } from '../python/module.js';
import type { openModule } from '../python/open.js';
import { oldestPython } from '../python/syntax.js';
import { nothingIn, type Analysis } from './analyse.js';
import { edited } from './apply.js';
import type { Collected, Leaves } from './collect.js';
import { clash, merged, needsOf, type Layer } from './edit.js';
import { explain } from './faults.js';
import { comments } from './verify/comments.js';
import { names } from './verify/names.js';
import { parses } from './verify/parses.js';

/** A file to edit: `source` is null where the desk has to read it. */
export interface ReworkItem {
  readonly path: string;
  readonly size: number;
  readonly source: SourceFile | null;
  /** The pass that will look at the output. */
  readonly pass: number;
  /** A file that does not exist yet: its source is empty. */
  readonly isNew: boolean;
  /** Other files are edited without being understood. */
  readonly isPython: boolean;
  /** The kinds of facts in use: with any, the output is reviewed only once all outputs are known. */
  readonly facts: readonly string[] | null;
  /** Each accepted finding's edits in this file. */
  readonly fixes: readonly Fix[];
}

export interface Fix {
  readonly transform: string;
  readonly edits: readonly Edit[];
}

/** Which transform's edits cannot stay, and why. */
export interface Failure {
  readonly transform: string;
  readonly step: Fault['step'];
  readonly message: string;
}

export type Reworked = Done | Failed;

interface Done {
  readonly path: string;
  readonly source: SourceFile;
  readonly output: Output;
}

/** Either a transform is to blame or the file cannot be handled. */
interface Failed {
  readonly path: string;
  readonly source: SourceFile | null;
  readonly failures: readonly Failure[];
  readonly skipped: Skipped | null;
}

export interface Output {
  readonly text: string;
  /** The minor version of Python 3 that the file as it was asks for (see `oldestPython`); null: it is not Python. */
  readonly python: number | null;
  readonly layers: readonly Layer[];
  /** What the transforms find in the output; null where that is yet to be seen. */
  readonly analysis: Analysis | null;
  /** What the output says about the project. */
  readonly leaves: Leaves;
}

/** What reworking asks of the desk. */
export interface Bench {
  parse(text: string): ReturnType<typeof openModule>;
  analyse(module: PyModule): Analysis;
  collect(module: PyModule): Collected;
}

/** Makes all edits of one file and checks the output; where it fails the transform to blame is looked for. */
export function rework(item: ReworkItem, source: SourceFile, bench: Bench): Reworked {
  const { path } = item;
  const opened = bench.parse(source.text);
  if ('problem' in opened) {
    return { path, source, failures: [], skipped: { path, reason: 'does-not-parse', detail: opened.problem } };
  }
  const made = attempt(opened.module, item, bench);
  if ('step' in made) return { path, source, failures: blame(opened.module, item, bench, made), skipped: null };
  const analysis = item.facts === null ? bench.analyse(made.module) : null;
  const { leaves } = bench.collect(made.module);
  return { path, source, output: { text: made.text, python: oldestPython(opened.module.tree), layers: made.layers, analysis, leaves } };
}

/** Makes all edits of one file that is not Python's. */
export function reworkText(item: ReworkItem, source: SourceFile, collect: (text: string) => Collected): Reworked {
  const { path, fixes } = item;
  const { text, layer } = edited(source.text, merged(fixes.map(({ edits }) => edits)));
  const { leaves } = collect(text);
  return { path, source, output: { text, python: null, layers: [layer], analysis: nothingIn(path), leaves } };
}

type Problem = Omit<Failure, 'transform'>;

interface Made {
  readonly text: string;
  readonly layers: readonly Layer[];
  readonly module: PyModule;
}

type Work = Pick<ReworkItem, 'fixes' | 'isNew'>;

function attempt(before: PyModule, { fixes, isNew }: Work, bench: Bench): Made | Problem {
  const made = apply(before, fixes, bench);
  if ('step' in made) return made;
  const after = parses(bench.parse(made.text));
  if (typeof after === 'string') return { step: 'parses', message: after };
  const lost = names(before, after);
  if (lost !== null) return { step: 'names', message: lost };
  const disturbed = isNew ? null : comments(before, after);
  return disturbed === null ? { ...made, module: after } : { step: 'comments', message: disturbed };
}

function apply(before: PyModule, fixes: readonly Fix[], bench: Bench): Omit<Made, 'module'> | Problem {
  try {
    const edits = merged(fixes.map((fix) => fix.edits));
    const imports = importEdits(before, needsOf(edits.map(({ code }) => code)));
    if (!imports.some((one) => edits.some((other) => clash(one, other)))) {
      const { text, layer } = edited(before.tree.text, [...edits, ...imports]);
      return { text, layers: [layer] };
    }
    return applyInTurn(before.tree.text, edits, bench);
  } catch (error) {
    return { step: 'apply', message: explain(error) };
  }
}

/** Where imports belong next to an edit, they are placed once the edit is made. */
function applyInTurn(text: string, edits: readonly Edit[], bench: Bench): Omit<Made, 'module'> | Problem {
  const first = edited(text, edits);
  const between = parses(bench.parse(first.text));
  if (typeof between === 'string') return { step: 'parses', message: between };
  const second = edited(first.text, importEdits(between, needsOf(edits.map(({ code }) => code))));
  return { text: second.text, layers: [first.layer, second.layer] };
}

/** The transforms whose edits fail when they are made alone; where none does, the last one. */
function blame(before: PyModule, { fixes, isNew }: Work, bench: Bench, problem: Problem): Failure[] {
  const transforms = [...new Set(fixes.map(({ transform }) => transform))];
  const alone = transforms.flatMap((transform) => {
    if (transforms.length === 1) return [{ transform, ...problem }];
    const made = attempt(before, { fixes: fixes.filter((fix) => fix.transform === transform), isNew }, bench);
    return 'step' in made ? [{ transform, ...made }] : [];
  });
  const last = transforms.at(-1);
  return alone.length > 0 || last === undefined ? alone : [{ transform: last, ...problem }];
}
