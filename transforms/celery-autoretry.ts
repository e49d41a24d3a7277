import { fill, type Draft } from '../src/core/define.js';
import type { Code, Finding } from '../src/core/types.js';
import { effectBehind, ownEffectOf, toldOf, type Effect } from '../src/celery/effects.js';
import { hiddenSelf, selfEdits } from '../src/celery/binding.js';
import { inheritedBy } from '../src/celery/bases.js';
import { tupleOf } from '../src/celery/naming.js';
import { explicitRetryOf, lineAt, obstacleBehind, OBSTACLES, obstacleTo, oneLine, unseenBy } from '../src/celery/obstacles.js';
import { outlookOf, type Outlook } from '../src/celery/outlook.js';
import { keywordsFor, namesOf, POLICY_OPTIONS, policyFor, spanOf, sparedBy, type Policy } from '../src/celery/policy.js';
import { needlesOf, overlapOf, remarkOn, SURROUNDING_LITERALS, surroundingsIn, type Surrounding } from '../src/celery/surroundings.js';
import { swallowedRetries } from '../src/celery/swallowed.js';
import { optionOf, retryOptions, taskOf, type Task } from '../src/celery/tasks.js';
import { defineTransform, type TransformContext } from '../src/python/define.js';
import { addDecoratorKeywords } from '../src/python/edits/decorators.js';

const MESSAGES = {
  missing: '`{task}`{alias} fails for good at the first `{error}` of `{call}`, which often passes; retries run it up to {retries} more times, over at most {span} s{notes}',
  repeats: '`{task}`{alias} fails for good at the first `{error}` of `{call}`; it is not idempotent: a retry can {verb} twice (`{code}`, {place}), so add a guard or an idempotency key{notes}',
  notIdempotent: '`{task}` is not idempotent: a retry can {verb} twice (`{code}`, {place}); add a guard or an idempotency key, then set `non-idempotent = "suggest"` for it',
  overlaps: '`{task}` is started by beat every {every} s ({place}), before its retries are over ({span} s), so the next run does as much as they would; leave it, or give it fewer retries',
  bindHidden: '`{what}` on {place} may not pass `self` on to `{task}`; leave `bind` off for this task',
  ...OBSTACLES,
} as const;

type Terms = TransformContext<typeof POLICY_OPTIONS, typeof MESSAGES>;

export default defineTransform({
  id: 'celery-autoretry',
  summary: 'Let Celery retry tasks that fail with errors that pass',
  family: 'celery',
  safety: 'suggested',
  references: ['https://docs.celeryq.dev/en/stable/userguide/tasks.html#automatic-retry-for-known-exceptions'],
  messages: MESSAGES,
  options: POLICY_OPTIONS,
  match: { literals: ['shared_task', 'elery', '.task(', '.task\n', '.task\r'], nodes: ['decorated_definition', 'class_definition'] },

  fix(node, context) {
    const definition = node.child('definition') ?? node;
    if (node.type === 'decorated_definition' && definition.type === 'class_definition') return null;
    const task = taskOf(context.module, definition);
    if (task === null || task.name === 'debug_task' || isListed(task)) return null;
    const at = task.decorator ?? definition;
    const own = explicitRetryOf(task);
    if (own !== null) return swallowedRetries(task).length > 0 ? null : context.refuse(at, own.id, own.data);
    if (isHalfConfigured(task)) return null;
    const policy = policyFor(namesOf(task), context.options, context.chosen);
    const effect = ownEffectOf(task);
    const outlook = outlookOf(task, policy.exceptions, effect === null ? undefined : 1);
    const obstacle = outlook === null ? null : obstacleTo(task, outlook);
    if (obstacle !== null) return context.refuse(at, obstacle.id, obstacle.data);
    return outlook === null ? null : offer(task, outlook, effect, policy, context);
  },

  gather: {
    literals: [SURROUNDING_LITERALS],
    needles: (findings) => needlesOf(findings.flatMap(namesIn)),
    collect: surroundingsIn,
  },
  decide: (findings, facts: readonly Surrounding[], options) => findings.map((finding) => remarked(finding, facts, options)),
});

/** Whether the errors to retry are listed already, if only for a class. */
function isListed(task: Task): boolean {
  const inherited = task.owner !== null && inheritedBy(task).options.size > 0;
  return inherited || optionOf(task, 'autoretry_for').kind === 'given';
}

/** What has retry numbers without errors is for celery-retry-repair. */
function isHalfConfigured(task: Task): boolean {
  return retryOptions(task).size > 0;
}

function offer(task: Task, outlook: Outlook, own: Effect | null, policy: Policy, context: Terms): Draft {
  const at = task.decorator ?? task.definition;
  const isInferred = policy.exceptions === 'infer';
  const unseen = own === null && isInferred ? unseenBy(task, outlook) : null;
  if (unseen !== null) return context.refuse(at, unseen.id, unseen.data);
  const effect = own ?? effectBehind(task);
  if (effect !== null && policy['non-idempotent'] === 'refuse') {
    return context.refuse(at, 'notIdempotent', { task: task.name, ...toldOf(effect, task) });
  }
  const obstacle = obstacleBehind(task, outlook, isInferred);
  if (obstacle !== null) return context.refuse(at, obstacle.id, obstacle.data);
  const hidden = policy.bind ? hiddenSelf(task) : null;
  if (hidden !== null) return context.refuse(at, 'bindHidden', { task: task.name, what: oneLine(hidden), place: lineAt(task.module, hidden) });
  const { error, call } = outlook;
  const alias = task.registered === null ? '' : ` (\`${task.registered}\`)`;
  const late = optionOf(task, 'acks_late');
  const notes = late.kind === 'given' && late.value.type === 'true' ? '; `acks_late` redelivers as well, so attempts multiply' : '';
  const data = { task: task.name, alias, error, call, notes };
  if (effect !== null) return context.suggest(at, 'repeats', { ...data, ...toldOf(effect, task) }, editsFor(task, outlook, policy, context));
  return context.suggest(at, 'missing', { ...data, retries: policy['max-retries'], span: spanOf(policy) }, editsFor(task, outlook, policy, context));
}

function editsFor(task: Task, { errors }: Outlook, policy: Policy, context: Terms): Draft['edits'] {
  const { decorator, module } = task;
  if (decorator === null) return [];
  const tuple = (paths: readonly string[]): Code => tupleOf(paths, decorator, module, (dotted) => context.name(dotted, decorator));
  const spared = sparedBy(policy, errors);
  const present = new Set([...inheritedBy(task).options, ...(task.isBound ? ['bind'] : [])]);
  const keywords = keywordsFor(policy, tuple(errors), spared.length === 0 ? null : tuple(spared), present);
  return [...addDecoratorKeywords(decorator, keywords), ...(policy.bind ? selfEdits(task) : [])];
}

/** The names of the task that a finding's message begins with. */
function namesIn({ message }: Finding): readonly string[] {
  const [, name, registered] = /^`(\w+)`(?: \(`([^`]+)`\))?/.exec(message) ?? [];
  return [name, registered].flatMap((one) => (one === undefined ? [] : [one]));
}

function remarked(finding: Finding, facts: readonly Surrounding[], options: Terms['options']): Finding {
  if (finding.changes.length === 0) return finding;
  const names = namesIn(finding);
  const policy = policyFor(names, options, new Set());
  const span = spanOf(policy);
  const overlap = overlapOf(names, finding.path, span, facts);
  if (overlap === null) return { ...finding, message: finding.message + remarkOn(names, policy['max-retries'], facts) };
  const message = fill(MESSAGES.overlaps, { task: names[0] ?? '', span, ...overlap });
  return { ...finding, messageId: 'overlaps', message, verdict: 'refused', changes: [] };
}
