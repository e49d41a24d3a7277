import type { Finding } from '../../core/types.js';
import { plural } from '../report.js';
import type { Place } from './changes.js';
import { codeSpan, spoken } from './escape.js';
import { reasonsOf, type Reason } from './reasons.js';

/** Places that are listed at once; more have to be opened. */
const FEW = 8;

/** What was refused, by reason. */
export function refusalsOf(findings: readonly Finding[], place: Place): string[][] {
  if (findings.length === 0) return [];
  const reasons = reasonsOf(findings);
  return [[`### Refused, and why`, '', `${plural(findings.length, 'place')}, for ${plural(reasons.length, 'reason')}.`], ...reasons.map((reason) => reasonOf(reason, place))];
}

function reasonOf({ wording, places }: Reason, place: Place): string[] {
  const lines = places.map(({ finding, particulars }) => {
    const at = codeSpan(`${finding.path}:${place(finding)}`);
    return `- ${at}${particulars.length === 0 ? '' : `: ${particulars.map(spoken).join(', ')}`}`;
  });
  const heading = `**${plural(places.length, 'time')}:** ${spoken(wording)}`;
  if (lines.length <= FEW) return [heading, '', ...lines];
  return [heading, '', `<details><summary>${lines.length} places</summary>`, '', ...lines, '', '</details>'];
}
