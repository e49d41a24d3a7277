/** What the names of functions and tasks say that they do. */

/** What a retry does twice. */
export type Verb = 'send' | 'charge' | 'create' | 'count' | 'queue' | 'append';

/** What a name begins with that does something for good. */
const DOING = [
  'send|notify|deliver|publish|email|mail|broadcast|push|submit|invite|remind',
  'charge|refund|pay|transfer|withdraw|deposit|capture(?!_?(exception|message|event|output|warning))|payout|place_order|complete_(checkout|order|payment)',
  'create|bulk_create|add_comment|enqueue|dispatch',
  'incr|decr|increment|decrement',
  'post(?!_?(process|save|delete|init|migrate|import|load|hook|install|consume))',
];
const BEGINS = new RegExp(`^_*(a|async_|do_)?(${DOING.join('|')})(?=_|$|[A-Z])`);

/** What a name begins with that only asks or prepares. */
const ASKING = [
  'get|is|has|can|may|should|was|will|check|validate|list|count|find|test|on|to',
  'build|render|format|prepare|parse|load|make|compute|calculate|mark|set|update|delete|remove|cancel|clear',
];
const INSIDE = new RegExp(
  `^(?!_*(${ASKING.join('|')})_)\\w*(?<!_to)_(send|notify|dispatch|enqueue|broadcast|charge|refund|publish)(?=_|$)`,
);

/** Things whose making leaves nothing behind that a second one would add to. */
const PLAIN_THINGS =
  /create_\w*(dir|directory|folder|path|client|session|connection|context|logger|engine|parser|request|url|tempfile|cache|index|cookie|thumbnail)$/;

/** Whether a function of this name is likely to do something that counts twice when done twice. */
export function isDoing(name: string): boolean {
  return (BEGINS.test(name) || INSIDE.test(name)) && !PLAIN_THINGS.test(name);
}

const SENDING = [
  'send|notify|broadcast|email|mail|publish|push|invite|remind|deliver|charge|refund',
  'post_(comment|message|status|update|notification|review|build)',
];
const SENDER = new RegExp(`^_*(async_)?(${SENDING.join('|')})(?=_|$)`);

/** Whether a task is called after something that it sends or charges. */
export function isSender(name: string): boolean {
  return SENDER.test(name);
}

/** Whether a function says that it makes only what is missing. */
export function isUpsertName(name: string): boolean {
  return /(^|\.)_*(a?get_or_create|a?update_or_create|ensure|find_or_create)(_|$)/.test(name);
}

export function verbOf(name: string): Verb {
  if (/^_*(a|async_|do_)?(send|notify|email|mail|remind|publish|broadcast)(_|$|[A-Z])/.test(name)) return 'send';
  if (/create|add_comment/.test(name)) return 'create';
  if (/incr|decr/.test(name)) return 'count';
  if (/^[lr]push|append|xadd/.test(name)) return 'append';
  if (/enqueue|dispatch/.test(name)) return 'queue';
  return /charge|refund|pay|transfer|withdraw|deposit|capture|order|checkout/.test(name) ? 'charge' : 'send';
}
