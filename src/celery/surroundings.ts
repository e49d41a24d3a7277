/** What other files say of tasks: how often beat runs them, and whether tests run them on the spot. */
import { readCall } from '../python/calls.js';
import type { PyModule } from '../python/module.js';
import type { Value } from '../python/names.js';
import { lineOf, type PyNode } from '../python/tree.js';

export type Surrounding =
  /** An entry of a beat schedule; `every` is in seconds. */
  | { readonly kind: 'beat'; readonly task: string; readonly every: number; readonly place: string }
  /** Tasks run on the spot: in `only` that test file, null: in all of them. */
  | { readonly kind: 'eager'; readonly only: string | null; readonly place: string }
  /** Tasks that a test file starts, by the name of their function. */
  | { readonly kind: 'test'; readonly tasks: readonly string[]; readonly place: string };

export const SURROUNDING_LITERALS = ['BEAT_SCHEDULE', 'beat_schedule', 'add_periodic_task', 'ALWAYS_EAGER', 'always_eager', '.delay(', '.apply_async(', '.apply('];

/** The strings that a file must hold of which one to say something of tasks with these names. */
export function needlesOf(names: readonly string[]): readonly string[] {
  return ['ALWAYS_EAGER', 'always_eager', ...new Set(names)];
}

export function surroundingsIn(module: PyModule): readonly Surrounding[] {
  return [...scheduled(module), ...added(module), ...eager(module), ...started(module)];
}

function scheduled(module: PyModule): Surrounding[] {
  return module.tree.nodes('dictionary').flatMap((dictionary): Surrounding[] => {
    const entries = new Map(dictionary.named.map((pair) => [textOf(pair.child('key')), pair.child('value')]));
    const task = textOf(entries.get('task') ?? null);
    const every = secondsOf(entries.get('schedule') ?? null, module);
    return task === null || every === null ? [] : [{ kind: 'beat', task, every, place: placeOf(module, dictionary) }];
  });
}

/** `sender.add_periodic_task(crontab(…), watch_stock.s())`. */
function added(module: PyModule): Surrounding[] {
  const calls = module.tree.nodes('call').filter((call) => call.child('function')?.text.endsWith('.add_periodic_task'));
  return calls.flatMap((call): Surrounding[] => {
    const [schedule, signature] = readCall(call).positional;
    const task = /(\w+)\.(s|si|signature|subtask)$/.exec(signature?.child('function')?.text ?? '')?.[1];
    const every = secondsOf(schedule ?? null, module);
    return task === undefined || every === null ? [] : [{ kind: 'beat', task, every, place: placeOf(module, call) }];
  });
}

function placeOf(module: PyModule, node: PyNode): string {
  return `line ${lineOf(module.tree.text, node.start)} of ${module.path}`;
}

function textOf(node: PyNode | null): string | null {
  return node?.type === 'string' ? (node.named.find((part) => part.type === 'string_content')?.text ?? null) : null;
}

const UNITS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400, weeks: 604_800 };

/** The seconds between two runs of a schedule: a number, `timedelta(…)`, `schedule(…)`, a plain `crontab(…)` or a constant with one. */
function secondsOf(node: PyNode | null, module: PyModule): number | null {
  if (node?.type === 'identifier' || node?.type === 'attribute') return ofConstant(module.resolve(node));
  if (node?.type === 'integer' || node?.type === 'float') return Number(node.text);
  if (node?.type !== 'call') return null;
  const name = /\w+$/.exec(node.child('function')?.text ?? '')?.[0] ?? '';
  const { keywords, positional } = readCall(node);
  const given = [...keywords].map(([key, keyword]) => [key, keyword.child('value')] as const);
  if (name === 'timedelta') return given.reduce<number | null>((sum, [key, value]) => add(sum, (UNITS[key] ?? NaN) * Number(value?.text)), 0);
  if (name === 'schedule') return secondsOf(keywords.get('run_every')?.child('value') ?? positional[0] ?? null, module);
  return name === 'crontab' ? crontab(new Map(given.map(([key, value]) => [key, value?.text.replace(/['"]/g, '') ?? '*']))) : null;
}

function ofConstant(value: Value): number | null {
  if (value.kind === 'expression') return /^(integer|float)$/.test(value.node.type) ? Number(value.node.text) : null;
  return value.kind === 'instance' ? secondsOf(value.call, value.module) : null;
}

function add(sum: number | null, part: number): number | null {
  return sum === null || Number.isNaN(part) ? null : sum + part;
}

function crontab(fields: ReadonlyMap<string, string>): number | null {
  const minute = fields.get('minute') ?? '*';
  const step = minute === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(minute)?.[1]);
  if (!Number.isNaN(step)) return step * 60;
  const hour = fields.get('hour') ?? '*';
  const hours = hour === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(hour)?.[1]);
  return Number.isNaN(hours) ? null : hours * 3600;
}

const EAGER = /(^|[._])(task_)?always_eager$/i;

/** `CELERY_TASK_ALWAYS_EAGER = True`, `app.conf.task_always_eager = True`, `override_settings(…=True)`, an entry of a dictionary. */
function eager(module: PyModule): Surrounding[] {
  const pairs = ['assignment', 'keyword_argument', 'pair'].flatMap((type) => module.tree.nodes(type));
  const found = pairs.find((node) => {
    const target = node.child('left') ?? node.child('name') ?? node.child('key');
    const value = node.child('right') ?? node.child('value');
    return value?.type === 'true' && target !== null && EAGER.test(textOf(target) ?? target.text);
  });
  const isShared = module.role !== 'test' || /(^|\/)(conftest|\w*settings\w*)(\.py$|\/)/.test(module.path);
  return found === undefined ? [] : [{ kind: 'eager', only: isShared ? null : module.path, place: placeOf(module, found) }];
}

function started(module: PyModule): Surrounding[] {
  if (module.role !== 'test') return [];
  const calls = module.tree.nodes('call').map((call) => /(\w+)\.(delay|apply_async|apply)$/.exec(call.child('function')?.text ?? '')?.[1]);
  const tasks = [...new Set(calls.flatMap((name) => (name === undefined ? [] : [name])))];
  return tasks.length === 0 ? [] : [{ kind: 'test', tasks, place: module.path }];
}

/** The beat entry that starts a task again before its retries are over, which take `span` seconds, or null. */
export function overlapOf(names: readonly string[], path: string, span: number, facts: readonly Surrounding[]): { every: number; place: string } | null {
  const beat = facts.find((fact) => fact.kind === 'beat' && fact.every <= span && names.some((name) => isNamed(fact.task, name, path)));
  return beat?.kind === 'beat' ? { every: beat.every, place: beat.place } : null;
}

/** What a person who reviews a retry of a task needs to know of its tests; empty where there is nothing. */
export function remarkOn(names: readonly string[], retries: number, facts: readonly Surrounding[]): string {
  const tests = facts.filter((fact) => fact.kind === 'test').filter(({ tasks }) => names.some((name) => tasks.includes(name)));
  const eager = facts.filter((fact) => fact.kind === 'eager');
  const isEager = eager.find(({ only }) => only === null || tests.some(({ place }) => place === only));
  const test = tests.find(({ place }) => isEager?.only === null || place === isEager?.only);
  if (isEager === undefined || test === undefined) return '';
  return `; ${test.place} runs it eagerly (${isEager.place}), where retries follow at once: its body may run ${retries + 1} times`;
}

/** `shop.feeds.tasks.read_feed` names `read_feed` of `src/shop/feeds/tasks.py`; a registered name is compared as it is. */
function isNamed(task: string, name: string, path: string): boolean {
  if (task === name) return true;
  const dot = task.lastIndexOf('.');
  const file = `/${path.replace(/\.py$/, '')}`;
  return task.slice(dot + 1) === name && dot > 0 && file.endsWith(`/${task.slice(0, dot).replaceAll('.', '/')}`);
}
