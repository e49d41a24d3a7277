import { fill, type Draft } from '../core/define.js';
import type { Change, Edit, Fault, Finding, Span, Verdict } from '../core/types.js';
import type { Transform, TransformContext } from '../python/define.js';
import { nameOf } from '../python/edits/names.js';
import type { PyModule } from '../python/module.js';
import { linesOfPlace, readSuppressions, type Suppression } from '../python/suppressions.js';
import type { PyNode } from '../python/tree.js';
import { disturbsComment } from './comments.js';
import type { Known } from './facts.js';
import { explain } from './faults.js';
import { keyMaker } from './key.js';
import { mayIgnore } from './pattern.js';
import { bySpan, nodeAt } from './place.js';
import { lowest } from './verdict.js';

/** A transform with the values of its options. */
export interface Loaded {
  readonly transform: Transform;
  readonly values: Readonly<Record<string, unknown>>;
  readonly chosen: ReadonlySet<string>;
}

/** What one file holds, before `decide` has seen it. */
export interface Analysis {
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly faults: readonly Fault[];
  readonly suppressions: readonly Suppression[];
  /** Which finding is kept silent by which of the suppressions. */
  readonly silenced: readonly { readonly key: string; readonly by: number }[];
}

/** What is found in a file that no transform looks at. */
export function nothingIn(path: string): Analysis {
  return { path, findings: [], faults: [], suppressions: [], silenced: [] };
}

type AnyContext = TransformContext<Transform['options'], Transform['messages']>;

/** Calls each transform's `fix` on the nodes it asked for; what throws loses that transform's findings in this file. */
export function analyse(module: PyModule, transforms: readonly Loaded[], pass: number, facts: Known = {}): Analysis {
  const faults: Fault[] = [];
  const makeKey = keyMaker(module.path, module.tree.root);
  const findings = transforms.flatMap((loaded) => {
    const { id } = loaded.transform;
    try {
      const drafts = draftsOf(module, loaded, facts);
      return drafts.map((draft) => findingOf(draft, loaded.transform, module, makeKey(id, draft.span), pass));
    } catch (error) {
      faults.push({ transform: id, path: module.path, step: 'match', message: explain(error) });
      return [];
    }
  });
  const suppressions = mayIgnore(module.tree.text) ? readSuppressions(module.tree) : [];
  const silenced = suppressions.length === 0 ? [] : silence(findings, suppressions, module, transforms);
  findings.sort((one, other) => bySpan(one.span, other.span));
  return { path: module.path, findings, faults, suppressions, silenced };
}

function draftsOf(module: PyModule, loaded: Loaded, facts: Known): Draft[] {
  const { transform } = loaded;
  const context = contextOf(module, loaded, facts);
  const types = transform.match.nodes;
  const nodes = types.flatMap((type) => module.tree.nodes(type));
  if (types.length > 1) nodes.sort(bySpan);
  return nodes.flatMap((node) => transform.fix(node, context) ?? []).sort((one, other) => bySpan(one.span, other.span));
}

type Data = Readonly<Record<string, string | number>>;

function contextOf(module: PyModule, { transform: { messages }, values, chosen }: Loaded, facts: Known): AnyContext {
  const draft =
    (verdict: Verdict) =>
    (at: Span, id: string, data: Data, edits: readonly Edit[] = [], others?: readonly Change[]): Draft => ({
      messageId: id,
      message: fill(messages[id] ?? id, data),
      verdict,
      span: { start: at.start, end: at.end },
      edits,
      ...(others !== undefined && { others }),
    });
  return {
    module,
    options: values,
    chosen,
    facts: facts as AnyContext['facts'],
    name: (dotted, at) => nameOf(module, dotted, nodeAt(module.tree.root, at)),
    safe: draft('safe'),
    suggest: draft('suggested'),
    refuse: draft('refused'),
  };
}

function findingOf(draft: Draft, transform: Transform, { path, tree }: PyModule, key: string, pass: number): Finding {
  const { messageId, message, span, edits, others = [], wishes, note } = draft;
  const ceiling = edits.some((edit) => disturbsComment(tree, edit)) ? 'suggested' : 'safe';
  const verdict = lowest(draft.verdict, transform.safety, ceiling);
  const fix = verdict === 'refused' ? { changes: [] } : { changes: [...edits.map((edit) => changeOf(edit, path)), ...others], ...(wishes !== undefined && { wishes }) };
  return { key, transform: transform.id, messageId, message, verdict, path, span, ...fix, ...(note !== undefined && { note }), pass };
}

/** A span may be a node, which must not leave the thread. */
function changeOf({ span: { start, end }, code }: Edit, path: string): Change {
  return { kind: 'edit', path, span: { start, end }, code };
}

type Silenced = Analysis['silenced'];

function silence(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  module: PyModule,
  transforms: readonly Loaded[],
): Silenced {
  const families = new Map(transforms.map(({ transform }) => [transform.id, transform.family]));
  const byNode = new Map<PyNode, readonly number[]>();
  return findings.flatMap(({ key, transform, span }) => {
    const node = nodeAt(module.tree.root, span);
    const lines = byNode.get(node) ?? linesOfPlace(node);
    byNode.set(node, lines);
    const names = [transform, families.get(transform) ?? transform];
    return suppressions.flatMap((suppression, by) => (speaksOf(suppression, lines, names) ? [{ key, by }] : []));
  });
}

function speaksOf(suppression: Suppression, lines: readonly number[], names: readonly string[]): boolean {
  if (!lines.includes(suppression.target)) return false;
  return suppression.names === null || suppression.names.some((name) => names.includes(name));
}
