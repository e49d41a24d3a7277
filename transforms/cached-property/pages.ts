import { isTelling, mayBeOf, type Renown } from '../../src/django/properties/matching.js';
import type { Candidate } from '../../src/django/properties/types.js';
import type { Read as TemplateRead, TemplatesData } from '../../src/django/templates/types.js';
import { grouped, type Evidence } from './flows.js';

/** One template that reads it from the same object in turn. */
export function inTemplates(candidate: Candidate, renown: Renown, { files }: TemplatesData, least: number): readonly Evidence[] {
  const names = new Set([candidate.name, ...candidate.via]);
  return Object.entries(files).flatMap(([path, { reads }]) => {
    const own = reads.flatMap((read) => {
      const at = read.chain.findIndex((step, index) => index >= Math.max(1, read.bound ?? 0) && names.has(step));
      const object = read.chain.slice(0, at);
      return at > 0 && isOfChain(object, candidate, renown, read.chain[at] ?? '') ? [{ read, object: object.join('.') }] : [];
    });
    const counts = [...grouped(own, ({ object }) => object).values()].map((same) => inTurn(same.map(({ read }) => read)));
    const counted = counts.find((count) => count >= least);
    return counted === undefined ? [] : [{ places: [`${path} (${counted} times)`], write: null }];
  });
}

function isOfChain(chain: readonly string[], candidate: Candidate, renown: Renown, property: string): boolean {
  const last = chain.at(-1) ?? '';
  if (candidate.life === 'request') return candidate.owner.endsWith('Form') ? /form$/.test(last) && isTelling(candidate.name) : last === 'view' && isTelling(candidate.name);
  if (candidate.life !== 'model') return false;
  const name = last === '*' ? singular(chain.at(-2) ?? '') : last;
  return mayBeOf({ kind: 'name', name }, candidate, renown, property);
}

function singular(name: string): string {
  return name.replace(/_(list|set)$/, '').replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '');
}

/** How many of a template's reads one rendering makes at least where it makes most: of exclusive arms one counts. */
function inTurn(reads: readonly TemplateRead[]): number {
  const counts = reads.map((start, at) => reads.slice(at + 1).reduce<TemplateRead[]>((kept, read) => (kept.every((one) => !areExclusive(one, read)) ? [...kept, read] : kept), [start]).length);
  return Math.max(0, ...counts);
}

function areExclusive({ arms: one = [] }: TemplateRead, { arms: other = [] }: TemplateRead): boolean {
  const numbers = new Map(one.map((arm): [string, string] => [arm.split(':')[0] ?? '', arm]));
  return other.some((arm) => (numbers.get(arm.split(':')[0] ?? '') ?? arm) !== arm);
}
