/** What is added to models from outside of their classes. */
import { decoratorsOf } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import type { PyNode } from '../../python/tree.js';
import { expression } from './expression.js';
import type { AddedLeaf } from './leaf.js';
import type { Names } from './names.js';
import { namesAt } from './receivers.js';
import { isCall, isList, textIn } from './shape.js';

const ADDS = /add_to_class|contribute_to_class\(|modeltranslation/;

/** `Book.add_to_class('isbn', …)`, `field.contribute_to_class(Book, 'isbn')`, and fields that translations add. */
export function addedBy({ tree }: PyModule, names: Names): readonly AddedLeaf[] {
  if (!ADDS.test(tree.text)) return [];
  const calls = [...tree.root.descendants('call')].flatMap((call) => addedByCall(call, names));
  const classes = [...tree.root.descendants('class_definition')].flatMap((definition) => decoratorsOf(definition).map((decorator) => decorator.named[0]));
  const registered = classes.filter((call) => call?.type === 'call').flatMap((call) => (call === undefined ? [] : translated(call, names)));
  return [...calls, ...registered];
}

function addedByCall(call: PyNode, names: Names): readonly AddedLeaf[] {
  const callee = call.child('function');
  if (callee?.type !== 'attribute') return [];
  const method = callee.child('attribute')?.text;
  const local = namesAt(call, names);
  const [first, second] = (call.child('arguments')?.named ?? []).map((item) => expression(item, local));
  const isOwn = call.closest('class_definition') !== null;
  if (method === 'add_to_class') return [{ to: expression(callee.child('object') ?? callee, local), name: textIn(first), why: 'add_to_class' }];
  if (method === 'contribute_to_class' && !isOwn) return [{ to: first ?? null, name: textIn(second), why: 'add_to_class' }];
  return method === 'register' && call.parent?.type !== 'decorator' ? translated(call, local).slice(0, 1) : [];
}

/** `translator.register(Book, Options)`, or `@register(Book)` above the options. */
function translated(call: PyNode, names: Names): readonly AddedLeaf[] {
  const data = expression(call, names);
  if (!isCall(data) || data.call?.module.startsWith('modeltranslation') !== true) return [];
  const targets = data.args.flatMap((one) => (isList(one) ? one.list : [one]));
  return targets.map((to) => ({ to, name: null, why: 'translation' }));
}
