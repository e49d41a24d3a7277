/** The retry policy that the options ask for, task by task. */
import { plain } from '../core/code.js';
import { choiceOption, flagOption, numberOption, option, perFinding, type OptionValues } from '../core/options.js';
import type { Code } from '../core/types.js';
import type { Task } from './tasks.js';

type Table = Readonly<Record<string, unknown>> & { readonly match: string };

const COMMON = {
  exceptions: option<'infer' | readonly string[]>(
    'infer',
    'The errors to retry: those of the clients that a task uses, or the ones listed',
    '"infer" or a list of dotted names, such as ["Exception"]',
    (given): given is 'infer' | readonly string[] => given === 'infer' || isNames(given),
  ),
  backoff: perFinding(
    option<number | boolean>(
      10,
      'Seconds before the first retry, doubled for each further one; 0 or false: always the same delay',
      'a number of seconds, or true or false',
      (given): given is number | boolean => typeof given === 'boolean' || (typeof given === 'number' && given >= 0),
    ),
    (backoff) => ({ backoff }),
  ),
  'backoff-max': perFinding(numberOption(600, 'The longest delay that doubling leads to, in seconds'), (longest) => ({ 'backoff-max': longest })),
  jitter: flagOption(true, 'Whether each delay is drawn at random between nothing and its full length'),
  'max-retries': perFinding(numberOption(5, 'How many times a task is run again'), (times) => ({ 'max-retries': times })),
  delay: option<number | null>(
    null,
    'The delay before each retry in seconds, instead of a backoff; Celery takes 180 where there is neither',
    'a number of seconds',
    (given): given is number | null => given === null || (typeof given === 'number' && given >= 0),
  ),
  bind: flagOption(false, 'Whether tasks get `bind=True` and `self`; autoretry needs neither'),
  'non-idempotent': choiceOption('refuse', ['suggest', 'refuse'], 'What is done about tasks that send, charge, create or count'),
  'dont-autoretry-for': option<readonly string[] | null>(
    null,
    'The errors to leave out where `exceptions` holds Exception: Reject and SoftTimeLimitExceeded if this is not set',
    'a list of dotted names',
    (given): given is readonly string[] | null => given === null || isNames(given),
  ),
} as const;

export const POLICY_OPTIONS = {
  ...COMMON,
  tasks: option<readonly Table[]>(
    [],
    'Other values of these options for the tasks whose name (of the function, or dotted) fits `match`; the first that fits counts',
    'a list of tables, each with `match` and any of the other options',
    (given): given is readonly Table[] => Array.isArray(given) && given.every(isTable),
  ),
};

export type Policy = OptionValues<typeof COMMON>;

function isNames(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.every((name) => typeof name === 'string' && /^[\w.]+$/.test(name));
}

function isTable(given: unknown): given is Table {
  if (typeof given !== 'object' || given === null || !('match' in given) || typeof given.match !== 'string') return false;
  const options: Readonly<Record<string, { accepts(value: unknown): boolean }>> = COMMON;
  const others = Object.entries(given).filter(([name]) => name !== 'match');
  return others.every(([name, value]) => Object.hasOwn(options, name) && options[name]?.accepts(value) === true);
}

/** The policy for a task of any of these names. A delay that was asked for stands in for a backoff that was not. */
export function policyFor(names: readonly string[], options: OptionValues<typeof POLICY_OPTIONS>, chosen: ReadonlySet<string>): Policy {
  const table = options.tasks.find(({ match }) => names.some((name) => fits(match, name)));
  const policy: Policy = { ...options, ...table };
  const isBackoffChosen = chosen.has('backoff') || (table !== undefined && 'backoff' in table);
  return policy.delay !== null && !isBackoffChosen ? { ...policy, backoff: false } : policy;
}

/** Whether a name fits a pattern in which `*` stands for anything and `?` for one character. */
function fits(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}

/** The names by which a pattern can mean a task: of its function, dotted, and as registered. */
export function namesOf({ name, registered, module }: Task): readonly string[] {
  return [name, `${module.name}.${name}`, ...(registered === null ? [] : [registered])];
}

/** How long all retries of a policy take at most, in seconds, without the runs between them. */
export function spanOf(policy: Policy): number {
  const first = policy.backoff === true ? 1 : policy.backoff === false ? 0 : policy.backoff;
  const delays = Array.from({ length: policy['max-retries'] }, (_, at) => Math.min(policy['backoff-max'], first * 2 ** at));
  return first > 0 ? delays.reduce((sum, delay) => sum + delay, 0) : policy['max-retries'] * (policy.delay ?? 180);
}

/** The decorator's keyword arguments for a policy, without those that the task has already. */
export function keywordsFor(policy: Policy, errors: Code, spared: Code | null, present: ReadonlySet<string>): (readonly [string, Code])[] {
  const hasBackoff = policy.backoff !== false && policy.backoff !== 0;
  const all: readonly (readonly [string, Code | null])[] = [
    ['bind', policy.bind ? plain('True') : null],
    ['autoretry_for', errors],
    ['dont_autoretry_for', spared],
    ['retry_backoff', hasBackoff ? python(policy.backoff) : null],
    ['retry_backoff_max', hasBackoff ? python(policy['backoff-max']) : null],
    ['retry_jitter', hasBackoff ? python(policy.jitter) : null],
    ['default_retry_delay', policy.delay === null ? null : python(policy.delay)],
    ['max_retries', python(policy['max-retries'])],
  ];
  return all.flatMap(([name, value]) => (value === null || present.has(name) ? [] : [[name, value] as const]));
}

function python(value: number | boolean): Code {
  if (typeof value === 'number') return plain(String(value));
  return plain(value ? 'True' : 'False');
}

const SPARED = ['celery.exceptions.Reject', 'celery.exceptions.SoftTimeLimitExceeded'];

/** The errors that are not to be retried although `errors` covers them. */
export function sparedBy(policy: Policy, errors: readonly string[]): readonly string[] {
  return policy['dont-autoretry-for'] ?? (errors.includes('Exception') ? SPARED : []);
}
