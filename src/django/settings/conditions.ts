/** Conditions as messages and transforms need them. */
import type { PyNode } from '../../python/tree.js';
import type { Test } from './written.js';

const LENGTH = 120;

export function testOf(condition: PyNode): Test {
  const isNot = condition.type === 'not_operator';
  const asked = isNot ? (condition.named[0] ?? condition) : condition;
  return { kind: kindOf(asked.text), text: shortened(asked.text), negated: isNot };
}

export function negated(test: Test): Test {
  return { ...test, negated: !test.negated };
}

function kindOf(text: string): Test['kind'] {
  if (/DEBUG/.test(text)) return 'debug';
  if (/\b(TEST(ING|S|_MODE|_ENV)?|IS_TEST|RUNNING_TESTS|UNDER_TEST)\b|['"](test|pytest)['"]|\bpytest\b/.test(text)) return 'testing';
  return /environ|getenv|\benv\b/.test(text) ? 'environment' : 'other';
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LENGTH ? `${line.slice(0, LENGTH - 1)}…` : line;
}
