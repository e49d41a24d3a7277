/** Calls that reach nothing which could be away. */
import type { PyModule } from '../python/module.js';
import { pathOf } from '../python/names.js';
import type { PyNode } from '../python/tree.js';

const LIBRARIES = [
  'builtins\\.(?!(open|exec|eval|input|__import__)$)',
  '(logging|structlog|datetime|time|decimal|uuid|collections|math|json\\.dumps)\\b',
  'django\\.utils\\.(timezone|translation)\\.',
  'django\\.contrib\\.auth\\.get_user_model$',
  'celery\\.utils\\.log\\.',
];
const HARMLESS = new RegExp(`^(${LIBRARIES.join('|')})`);

const LOGGER = /^_?(log|logger|logging|task_logger|LOG|LOGGER)$/;

/** Methods of plain data. */
const METHODS = new Set(
  `append extend add items keys values join format strip split lower upper replace startswith endswith isoformat total_seconds
  strftime setdefault`.split(/\s+/),
);

/** Whether a call is of logging, builtins, dates or plain data. */
export function isHarmless(module: PyModule, call: PyNode): boolean {
  const callee = call.child('function');
  if (callee === null) return true;
  const value = module.resolve(callee);
  const path = pathOf(value) ?? (value.kind === 'member' && value.of.kind === 'instance' ? pathOf(value.of.of) : null);
  if (path !== null) return HARMLESS.test(path);
  if (callee.type !== 'attribute') return false;
  if (LOGGER.test(callee.child('object')?.text ?? '')) return true;
  return value.kind !== 'definition' && METHODS.has(callee.child('attribute')?.text ?? '');
}
