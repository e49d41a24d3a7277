/** What is offered at a place, and how sure it is. */
import { code } from '../../src/core/code.js';
import type { Draft } from '../../src/core/define.js';
import { readCall } from '../../src/python/calls.js';
import { addKeywords } from '../../src/python/edits/arguments.js';
import { addItem, replaceItem } from '../../src/python/edits/collections.js';
import { replace } from '../../src/python/edits/edit.js';
import { insertBefore } from '../../src/python/edits/statements.js';
import { quoteOf } from '../../src/python/strings.js';
import type { PyNode } from '../../src/python/tree.js';
import type { TimeoutContext as Context } from '../request-timeout.js';
import { caveatsOf, raisedBy } from './caveats.js';
import { shapeOf } from './assertions.js';
import { isSlow } from './destination.js';
import { unbounded } from './given.js';
import { mappingOf, type Mapping } from './mapping.js';
import { placeOf, type Place } from './place.js';
import type { Choice } from './siblings.js';
import { choose, general, readHalf } from './values.js';

/** The call gets the keyword. */
export function missing(place: Place, context: Context): Draft {
  const choice = choose(place, context);
  const { verb, caveats } = judged(place, choice, context);
  const data = { call: place.path, value: choice.code.text, error: raisedBy(place), caveats };
  const draft = verb(place.call, 'missing', data, addKeywords(readCall(place.call).list, [['timeout', choice.code]]));
  const note = place.shift === 0 ? shapeOf(place.call) : null;
  return note === null ? draft : { ...draft, note };
}

/** A call whose `*` or `**` arguments may hold a timeout; `because` is one of them. */
export function hidden(place: Place, because: PyNode, context: Context): Draft {
  const { call, path } = place;
  const { starred, mappings } = readCall(call);
  if (place.position !== null && starred.length > 0) return context.refuse(call, 'starArgs', { call: path });
  const [splat, ...more] = mappings;
  const mapping = splat === undefined || more.length > 0 ? null : mappingOf(splat, context.module);
  if (mapping?.kind === 'owned' && mapping.named) return missing(place, context);
  const data = { call: path, mapping: because.text };
  if (mapping === null || context.options.splat === 'refuse') return context.refuse(call, 'starKwargs', data);
  if (context.options.splat === 'merge') return merged(place, because, mapping, context);
  if (mapping.kind === 'owned') return defaulted(place, mapping, context);
  return context.refuse(call, mapping.kind === 'shared' ? 'sharedKwargs' : 'starKwargs', data);
}

function defaulted(place: Place, { name, first, before }: Extract<Mapping, { kind: 'owned' }>, context: Context): Draft {
  const choice = choose(placeOf(first, context.module) ?? place, context);
  const { verb, caveats } = judged(place, choice, context);
  const quote = quoteOf(context.module.tree);
  const statement = code`${name}.setdefault(${quote}timeout${quote}, ${choice.code})`;
  const data = { call: place.path, mapping: `**${name}`, value: choice.code.text, caveats };
  return verb(place.call, 'setdefault', data, insertBefore(before, statement));
}

function merged(place: Place, splat: PyNode, mapping: Mapping, context: Context): Draft {
  const choice = choose(place, context);
  const quote = quoteOf(context.module.tree);
  const item = code`${quote}timeout${quote}: ${choice.code}`;
  const isLiteral = mapping.kind === 'literal';
  const edits = isLiteral ? addItem(mapping.dictionary, item, 'first') : replaceItem(splat, code`**{${item}, ${splat.text}}`);
  const { caveats } = judged(place, choice, context);
  const data = { call: place.path, mapping: splat.text, value: choice.code.text, caveats };
  return context.suggest(place.call, 'merge', data, edits);
}

/** A timeout is given: nothing to say, unless it bounds nothing. */
export function bounded(place: Place, value: PyNode, context: Context): Draft | null {
  const found = unbounded(value, context.module);
  if (found === null) return null;
  if (found.kind === 'none') return context.refuse(place.call, 'explicitNone', { call: place.path });
  if (found.kind === 'half') {
    const edit = replace(found.none.start, found.none.end, readHalf(place, context));
    return context.suggest(place.call, 'halfNone', { call: place.path }, [edit]);
  }
  const { code: added } = general(place, context);
  const data = { call: place.path, function: found.owner, value: added.text };
  return context.suggest(place.call, 'forwardedNone', data, [replace(found.byDefault.start, found.byDefault.end, added)]);
}

/** Safe if the user chose the value and nothing speaks against a timeout of any length. */
function judged(place: Place, { own }: Choice, context: Context) {
  const sentences = caveatsOf(place, context.module);
  const isSafe = own && sentences.length === 0 && !isSlow(place, context.module);
  return { verb: isSafe ? context.safe : context.suggest, caveats: sentences.map((sentence) => `. ${sentence}`).join('') };
}
