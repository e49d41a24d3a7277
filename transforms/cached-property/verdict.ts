/** From candidates and what the project does with them to findings. */
import { fill } from '../../src/core/define.js';
import type { Finding } from '../../src/core/types.js';
import { renownOf } from '../../src/django/properties/matching.js';
import type { Candidate, Defined, Use } from '../../src/django/properties/types.js';
import { needlesOf } from '../../src/django/properties/uses.js';
import type { TemplatesData } from '../../src/django/templates/types.js';
import { evidenceOf } from './evidence.js';
import type { Evidence } from './flows.js';
import { MESSAGES } from './messages.js';
import { reasonIn } from './reasons.js';

export function candidateIn(finding: Finding): Candidate {
  return JSON.parse(finding.note ?? '') as Candidate;
}

/** What other files must hold to say something about these properties. */
export function needlesFor(findings: readonly Finding[]): readonly string[] {
  return needlesOf(findings.map(candidateIn));
}

/** The findings that are worth telling: of properties that one object is asked for at least `least` times. */
export function decided(findings: readonly Finding[], uses: readonly Use[], templates: TemplatesData, least: number): readonly Finding[] {
  const defined = uses.filter((use): use is Defined => use.kind === 'defined');
  return findings.flatMap((finding) => {
    const candidate = candidateIn(finding);
    const renown = renownOf(candidate, defined);
    const evidence = evidenceOf(candidate, uses, renown, templates, least);
    if (evidence.length === 0) return [];
    const reason = candidate.obstacle ?? reasonIn(candidate, uses, renown, evidence);
    return [reason === null ? offered(finding, candidate, evidence) : refused(finding, candidate, reason, evidence)];
  });
}

type Reason = NonNullable<ReturnType<typeof reasonIn>> | NonNullable<Candidate['obstacle']>;

function refused(finding: Finding, candidate: Candidate, { id, data }: Reason, evidence: readonly Evidence[]): Finding {
  const { name, owner, cost } = candidate;
  const message = fill(MESSAGES[id], { place: '', ...data, property: `${owner}.${name}`, cost, reads: readsIn(evidence) });
  return { ...finding, verdict: 'refused', messageId: id, message };
}

function offered(finding: Finding, candidate: Candidate, evidence: readonly Evidence[]): Finding {
  const { name, owner, cost, depends, shared, isSettled, life } = candidate;
  const notes = shared === null ? '' : `; all readers then share one ${shared}`;
  const changing = depends.filter((one) => one !== name).slice(0, 4).map((one) => `\`${one}\``);
  const data = { property: `${owner}.${name}`, name, cost, reads: readsIn(evidence), notes, depends: changing.length === 0 ? 'the rows that it reads' : listed(changing) };
  const id = life === 'model' ? 'model' : life === 'plain' ? 'plain' : isSettled ? 'request' : 'unsettled';
  return { ...finding, messageId: id, message: fill(MESSAGES[id], data), verdict: id === 'request' ? finding.verdict : 'suggested' };
}

function readsIn(evidence: readonly Evidence[]): string {
  const places = evidence.find(({ write }) => write === null)?.places ?? evidence[0]?.places ?? [];
  return listed(places);
}

function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}
