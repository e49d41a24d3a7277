/** What settings say that models depend on. */
import type { PyModule } from '../../python/module.js';
import { literalText } from '../../python/strings.js';
import type { PyNode } from '../../python/tree.js';
import { expression } from './expression.js';
import type { Expr, SettingsLeaf } from './leaf.js';
import { bindingsOf, type Global, type Names } from './names.js';
import { statements } from './statements.js';

const ASKED = ['AUTH_USER_MODEL', 'DEFAULT_AUTO_FIELD', 'INSTALLED_APPS'];

/** Null for a file that sets none of them. */
export function settingsIn({ tree }: PyModule, globals: ReadonlyMap<string, readonly Global[]>, names: Names): SettingsLeaf | null {
  const scopes = [{ block: tree.root, bound: globals }, ...configurations(tree.root)];
  const found = scopes.filter(({ bound }) => ASKED.some((name) => bound.has(name)));
  if (found.length === 0) return null;
  const bound = found.map((one) => one.bound);
  return {
    authUserModel: valueOf('AUTH_USER_MODEL', bound, names),
    defaultAutoField: valueOf('DEFAULT_AUTO_FIELD', bound, names),
    apps: [...new Set(found.flatMap(({ block }) => appsIn(block)))],
  };
}

/** Settings may stand in a class: django-configurations, and the like. */
function configurations(root: PyNode): readonly { block: PyNode; bound: ReadonlyMap<string, readonly Global[]> }[] {
  if (!ASKED.some((name) => root.tree.text.includes(name))) return [];
  const bodies = statements(root).map(({ node }) => (node.type === 'class_definition' ? node.child('body') : null));
  return bodies.filter((body) => body !== null).map((block) => ({ block, bound: bindingsOf(block) }));
}

/** Undefined: not set here. Several different values are none that is known. */
function valueOf(name: string, scopes: readonly ReadonlyMap<string, readonly Global[]>[], names: Names): Expr | undefined {
  const bound = scopes.flatMap((one) => one.get(name) ?? []).filter(({ binding }) => binding.kind !== 'import');
  const values = bound.map(({ binding }) => binding.value).filter((value) => !/AUTH_USER_MODEL|get_user_model/.test(value?.text ?? ''));
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  const isSure = first !== null && others.every((other) => other?.text === first.text);
  return isSure ? expression(first, names) : { code: name, at: { start: 0, end: 0 } };
}

/** The strings in every statement about a list of applications, however it is put together. */
function appsIn(block: PyNode): readonly string[] {
  const lists = statements(block).filter(({ node }) => /^(?:def )?\w*APPS\w*\b/.test(node.text));
  const strings = lists.flatMap(({ node }) => [...node.descendants('string')].map(literalText));
  return strings.filter((text) => text !== null && /^[a-zA-Z_][\w.]*$/.test(text)).filter((text) => text !== null);
}
