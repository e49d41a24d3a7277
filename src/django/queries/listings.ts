/** Lists of fields by which admins and REST views filter and sort. */
import { decoratorsOf } from '../../python/definitions.js';
import { readCall } from '../../python/calls.js';
import type { PyModule } from '../../python/module.js';
import { literalText } from '../../python/strings.js';
import { lineOf, type PyNode } from '../../python/tree.js';
import type { Ref } from '../models/leaf.js';
import { rootOf } from './roots.js';
import type { Listing } from './types.js';

const OPTIONS: Readonly<Record<string, Listing['kind']>> = {
  list_filter: 'admin',
  date_hierarchy: 'admin',
  ordering: 'admin',
  filterset_fields: 'rest',
  filter_fields: 'rest',
  ordering_fields: 'rest',
};

export function listingsIn(module: PyModule): readonly Listing[] {
  const registered = registrations(module);
  return module.tree.nodes('class_definition').flatMap((node) => {
    const owner = node.child('name')?.text ?? '';
    const models = [...decoratorsOf(node).flatMap((decorator) => decorated(decorator, module)), ...(registered.get(owner) ?? [])];
    return (node.child('body')?.named ?? []).flatMap((statement) => listingOf(statement, { owner, models }));
  });
}

function listingOf(statement: PyNode, of: Pick<Listing, 'owner' | 'models'>): readonly Listing[] {
  const assigned = statement.named[0];
  const option = assigned?.type === 'assignment' ? (assigned.child('left')?.text ?? '') : '';
  const value = assigned?.child('right') ?? null;
  const kind = Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined;
  if (kind === undefined || value === null || (option === 'ordering' && of.models.length === 0)) return [];
  const fields = textsOf(value);
  return fields.length === 0 ? [] : [{ kind, option, ...of, fields, line: lineOf(statement.tree.text, statement.start) }];
}

function textsOf(value: PyNode): readonly string[] {
  const single = literalText(value);
  if (single !== null) return [single];
  const items = value.type === 'dictionary' ? value.named.map((pair) => pair.child('key')) : value.type === 'list' || value.type === 'tuple' ? value.named : [];
  return items.map(literalText).filter((text) => text !== null);
}

/** `@admin.register(Book, Author)`. */
function decorated(decorator: PyNode, module: PyModule): readonly Ref[] {
  const [call] = decorator.named;
  if (call?.type !== 'call' || !/(?:^|\.)register$/.test(call.child('function')?.text ?? '')) return [];
  return readCall(call).positional.flatMap((model) => refsOf(model, module));
}

/** `admin.site.register(Book, BookAdmin)`: models by the name of their admin. */
function registrations(module: PyModule): ReadonlyMap<string, readonly Ref[]> {
  const found = new Map<string, Ref[]>();
  for (const call of module.tree.nodes('call')) {
    if (!/(?:^|\.)site\.register$/.test(call.child('function')?.text ?? '')) continue;
    const [models, admin] = readCall(call).positional;
    if (models === undefined || admin === undefined) continue;
    found.set(admin.text, [...(found.get(admin.text) ?? []), ...refsOf(models, module)]);
  }
  return found;
}

function refsOf(node: PyNode, module: PyModule): readonly Ref[] {
  if (node.type === 'list' || node.type === 'tuple') return node.named.flatMap((item) => refsOf(item, module));
  const root = rootOf(node, module);
  return root.kind === 'name' ? [root.name] : [];
}
