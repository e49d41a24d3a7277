import type { Edit, Fault, Finding, ImportNeed } from '../core/types.js';
import { clash, editsIn, needsOf, pathsOf, sameEdit } from './edit.js';

/** Which findings land in this pass. */
export interface Resolution {
  readonly accepted: readonly Finding[];
  /** Those that clash with an accepted one: they wait for the next pass. */
  readonly deferred: readonly Finding[];
  /** Those that clash with themselves. */
  readonly faults: readonly { readonly finding: Finding; readonly fault: Fault }[];
}

/** Takes findings in the order given, each whole or not at all; the first to claim a place has it. */
export function resolve(findings: readonly Finding[]): Resolution {
  const claims = new Claims();
  const accepted: Finding[] = [];
  const deferred: Finding[] = [];
  const faults: { finding: Finding; fault: Fault }[] = [];
  for (const finding of findings) {
    if (clashesWithItself(finding)) faults.push({ finding, fault: selfClash(finding) });
    else if (claims.take(finding)) accepted.push(finding);
    else deferred.push(finding);
  }
  return { accepted, deferred, faults };
}

/** What accepted findings have laid their hands on. */
class Claims {
  private readonly edits = new Map<string, Edit[]>();
  private readonly created = new Map<string, string>();
  /** By path: each name that an import will bind, and from where. */
  private readonly names = new Map<string, Map<string, string>>();

  take(finding: Finding): boolean {
    const paths = pathsOf(finding);
    if (!paths.every((path) => this.isFree(finding, path))) return false;
    paths.forEach((path) => this.claim(finding, path));
    return true;
  }

  private isFree(finding: Finding, path: string): boolean {
    const text = createdText(finding, path);
    const others = this.created.get(path);
    if (others !== undefined && others !== text) return false;
    const held = this.edits.get(path) ?? [];
    const edits = editsIn(finding, path);
    if (edits.some((edit) => held.some((other) => clash(edit, other) && !sameEdit(edit, other)))) return false;
    const names = this.names.get(path);
    return needs(edits).every((need) => (names?.get(boundName(need)) ?? origin(need)) === origin(need));
  }

  private claim(finding: Finding, path: string): void {
    const edits = editsIn(finding, path);
    this.edits.set(path, [...(this.edits.get(path) ?? []), ...edits]);
    const names = this.names.get(path) ?? new Map<string, string>();
    this.names.set(path, names);
    for (const need of needs(edits)) names.set(boundName(need), origin(need));
    const text = createdText(finding, path);
    if (text !== null) this.created.set(path, text);
  }
}

function clashesWithItself(finding: Finding): boolean {
  return pathsOf(finding).some((path) => {
    const edits = editsIn(finding, path);
    return edits.some((edit, at) => edits.slice(at + 1).some((other) => overlap(edit, other)));
  });
}

/** One author may put things next to each other, but not on top of each other. */
function overlap(one: Edit, other: Edit): boolean {
  return one.span.start < other.span.end && other.span.start < one.span.end;
}

function selfClash({ transform, path, messageId }: Finding): Fault {
  return { transform, path, step: 'apply', message: `the edits of one finding (${messageId}) overlap` };
}

function createdText(finding: Finding, path: string): string | null {
  const created = finding.changes.find((change) => change.kind === 'create' && change.path === path);
  return created?.kind === 'create' ? created.text : null;
}

function needs(edits: readonly Edit[]): ImportNeed[] {
  return needsOf(edits.map(({ code }) => code));
}

function boundName({ module, name }: ImportNeed): string {
  return name ?? (module.split('.')[0] as string);
}

/** `import a.b` and `import a.c` bind the same `a`. */
function origin({ module, name }: ImportNeed): string {
  return name === null ? `import ${module.split('.')[0] as string}` : module;
}
