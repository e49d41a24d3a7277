import { misfit, type Option } from '../../core/options.js';
import { guideOf, type Guide, type Offer } from '../../review/guide.js';
import { pageOf } from '../../source/catalogue.js';
import type { Choice } from '../settings.js';

/** Guides by transform; each page is read when it is first asked for. */
export function guidesOf(choices: readonly Choice[]): (transform: string) => Guide {
  const known = new Map<string, Guide>();
  return (transform) => {
    const found = known.get(transform) ?? guideOf(pageOf(transform), offersOf(choices.find((choice) => choice.transform.id === transform)));
    known.set(transform, found);
    return found;
  };
}

/** The options that can be changed for one finding. */
function offersOf(choice: Choice | undefined): Offer[] {
  const declared: [string, Option<unknown>][] = Object.entries(choice?.transform.options ?? {});
  return declared.flatMap(([name, option]): Offer[] => {
    const { describe, expects, perFinding } = option;
    if (perFinding === undefined) return [];
    const value = choice?.values[name];
    return [{ name, describe, expects, value, misfit: (given) => misfit(option, given), valuesFor: (given) => perFinding(given) }];
  });
}
