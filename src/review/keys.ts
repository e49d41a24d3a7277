/** What the screen shows, which decides what keys do. */
export type View = 'card' | 'clash' | 'fault' | 'refused' | 'end' | 'help' | 'pick' | 'input';

export type Action =
  | 'take' | 'leave' | 'later' | 'takeTransform' | 'leaveTransform' | 'takeFile' | 'back' | 'option' | 'ignore' | 'edit' | 'context'
  | 'help' | 'stop' | 'finish' | 'lineDown' | 'lineUp' | 'pageDown' | 'pageUp' | 'first' | 'last';

/** One key: the help line, the help screen and what a press does are all read off this table. */
export interface Key {
  readonly action: Action;
  /** Names of the key; the first is the one that is shown. */
  readonly names: readonly [string, ...string[]];
  /** For the line below a card. */
  readonly label: string;
  /** For the help screen; `{transform}` and `{path}` are those of the card. */
  readonly about: string;
  readonly views: readonly View[];
}

const ASKED: readonly View[] = ['card', 'clash', 'fault'];
const PLACES: readonly View[] = [...ASKED, 'refused'];
const ENDS: readonly View[] = [...PLACES, 'end'];

export const KEYS: readonly Key[] = [
  { action: 'take', names: ['y'], label: 'take', about: 'take this fix', views: ['card'] },
  { action: 'later', names: ['y'], label: 'ask again', about: 'ask again in the next round, when the other fix is made', views: ['clash'] },
  { action: 'leave', names: ['n'], label: 'leave', about: 'leave this place as it is', views: ASKED },
  { action: 'leave', names: ['n', 'space'], label: 'next', about: 'go on to the next place', views: ['refused'] },
  { action: 'takeTransform', names: ['a'], label: 'take rest', about: 'take this and the rest of {transform}', views: ['card'] },
  { action: 'leaveTransform', names: ['d'], label: 'leave rest', about: 'leave this and the rest of {transform}', views: ASKED },
  { action: 'takeFile', names: ['f'], label: 'take file', about: 'take this and the rest of {path}, whatever the transform', views: ['card'] },
  { action: 'back', names: ['k'], label: 'back', about: 'go back to the last card and take its answer back', views: ENDS },
  { action: 'option', names: ['o'], label: 'option', about: 'change an option of {transform} for this place alone', views: ['card'] },
  { action: 'ignore', names: ['i'], label: 'ignore', about: 'write a comment that keeps {transform} silent here', views: ['card', 'fault', 'refused'] },
  { action: 'edit', names: ['e'], label: 'edit', about: 'open the place in $VISUAL or $EDITOR, then look at the file anew', views: PLACES },
  { action: 'context', names: ['m'], label: 'more', about: 'show more lines around it', views: ['card', 'fault', 'refused'] },
  { action: 'finish', names: ['y', 'return', 'space', 'w'], label: 'make them', about: 'end this round', views: ['end'] },
  { action: 'help', names: ['?', 'h'], label: 'help', about: 'the reason for {transform}, and all keys', views: ENDS },
  { action: 'stop', names: ['q'], label: 'stop', about: 'stop here and write what was taken; Ctrl-C does the same', views: ENDS },
  { action: 'pageDown', names: ['space', 'pagedown'], label: 'on', about: 'a page down', views: [...ASKED, 'help'] },
  { action: 'pageDown', names: ['pagedown'], label: 'on', about: 'a page down', views: ['refused'] },
  { action: 'pageUp', names: ['pageup', 'b'], label: 'back', about: 'a page up', views: [...PLACES, 'help'] },
  { action: 'lineDown', names: ['down'], label: 'down', about: 'a line down', views: [...PLACES, 'help'] },
  { action: 'lineUp', names: ['up'], label: 'up', about: 'a line up', views: [...PLACES, 'help'] },
  { action: 'first', names: ['home'], label: 'top', about: 'to the top', views: [...PLACES, 'help'] },
  { action: 'last', names: ['end'], label: 'end', about: 'to the end', views: [...PLACES, 'help'] },
];

const SCROLLING: readonly Action[] = ['pageDown', 'pageUp', 'lineDown', 'lineUp', 'first', 'last'];

/** What a key does in a view; null if nothing. */
export function actionOf(view: View, name: string): Action | null {
  return KEYS.find((key) => key.views.includes(view) && key.names.includes(name))?.action ?? null;
}

/** The keys to name below a card or on the help screen, without those that only scroll. */
export function keysOf(view: View): readonly Key[] {
  return KEYS.filter(({ action, views }) => views.includes(view) && !SCROLLING.includes(action));
}

/** The keys that only scroll, for the help screen. */
export function scrollKeysOf(view: View): readonly Key[] {
  return KEYS.filter(({ action, views }) => views.includes(view) && SCROLLING.includes(action));
}

/** What is said to a key that means nothing in a view. */
export const HINTS: Readonly<Record<View, string | null>> = {
  card: '`y` takes it, `n` leaves it, `?` shows all keys',
  clash: '`n` leaves it, `y` asks again in the next round, `?` shows all keys',
  fault: '`n` goes on, `?` shows all keys',
  refused: '`n` goes on, `?` shows all keys',
  end: '`y` ends the round, `k` goes back',
  help: null, pick: null, input: null,
};
