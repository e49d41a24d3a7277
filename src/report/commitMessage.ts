import type { Finding, Verdict } from '../core/types.js';
import { capped, extent, opening, placesByMessage, reach, type MessageGroup, type Place, type Where } from './placesByMessage.js';
import { count, plural } from './report.js';
import { wrap } from './table.js';
import { showLine } from './text.js';

/** What a commit message tells. */
export interface CommitStory {
  readonly subject: string;
  /** Why anybody would want this, a paragraph for each transform. */
  readonly why: readonly string[];
  readonly changed: readonly Finding[];
  /** What a command did not stay green with. */
  readonly dropped: readonly Finding[];
  readonly refused: readonly Finding[];
  /** The abbreviated commit that line numbers count in. */
  readonly base: string;
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

const WIDTH = 72;
/** Groups of a list, and places of a group, that a message spells out. */
const MOST_GROUPS = 25;
const MOST_PLACES = 15;

/** The message of a commit: what, why, where, what was left alone and why, and what made it. */
export function commitMessage(story: CommitStory, where: Where): string {
  const { changed, dropped, refused } = story;
  const paragraphs = [
    [showLine(story.subject)],
    ...story.why.filter((why) => why !== '').map((why) => wrap('', 0, opening(showLine(why)), WIDTH)),
    [`Changed: ${reach(changed)}, ${verdicts(changed)} (lines as of ${story.base})`],
    ...list(placesByMessage(changed, where)),
    ...(dropped.length > 0 ? [[`Left out because checks fail with it: ${reach(dropped)}`], ...list(placesByMessage(dropped, where))] : []),
    ...(refused.length > 0 ? [[`Left alone: ${extent(refused)}`], ...list(placesByMessage(refused, where))] : []),
    story.trailers.map(([name, value]) => `${name}: ${showLine(value)}`),
  ];
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** `2 safe, 5 suggested`, without what there is none of. */
export function verdicts(findings: readonly Finding[]): string {
  const counts = count(findings);
  const named: readonly Verdict[] = ['safe', 'suggested', 'refused'];
  return named.filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdict}`).join(', ');
}

function list(groups: readonly MessageGroup[]): string[][] {
  const shown = groups.slice(0, MOST_GROUPS).map(({ message, places }) => {
    const [only, ...others] = places.map(inWords);
    if (only !== undefined && others.length === 0) return [...wrap('- ', 2, only, WIDTH), ...wrap('  ', 2, message, WIDTH)];
    const lines = capped(places.map(inWords), MOST_PLACES).flatMap((place) => wrap('    ', 4, place, WIDTH));
    return [...wrap('- ', 2, message, WIDTH), ...lines];
  });
  const rest = groups.slice(MOST_GROUPS).flatMap(({ places }) => places).length;
  return rest === 0 ? shown : [...shown, [`- and ${plural(rest, 'more place', 'more places')}`]];
}

function inWords({ at, elsewhere }: Place): string {
  return elsewhere === null ? at : `${at}, with ${elsewhere}`;
}
