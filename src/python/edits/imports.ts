import type { Edit, ImportNeed } from '../../core/types.js';
import type { PyModule } from '../module.js';
import { by, groupOf, nameKey, topImports, topOf, widthLimit, type Group, type TopImport } from './importBlock.js';
import { canExtend, extend } from './importExtension.js';
import { placeImports, type NewImport } from './importPlacement.js';
import { eolAt, unitAt } from './layout.js';

/**
 * The edits that give a module the imports it needs, as few as there can be: what is there already is
 * used, `from m import a` takes further names, and a new statement goes where isort would put it, in
 * the block at the top of the file. Throws if two needs would bind one name to different things.
 */
export function importEdits(module: PyModule, needs: readonly ImportNeed[]): Edit[] {
  const block = topImports(module);
  const missing = needs.filter((need) => !block.some((statement) => meets(module, statement, need)));
  const names = namesByModule(missing);
  const extended = new Map([...names].map(([from]) => [from, extendable(module, block, from)]));
  const extensions = [...names].flatMap(([from, wanted]) => {
    const statement = extended.get(from);
    return statement === undefined ? [] : extend(statement, wanted, block);
  });
  const fresh = [...names].filter(([from]) => extended.get(from) === undefined).map(([from, wanted]) => newFrom(module, block, from, wanted));
  const modules = [...new Set(missing.filter((need) => need.name === null).map((need) => need.module))];
  return [...extensions, ...placeImports(module, block, [...fresh, ...modules.map((name) => newImport(module, block, name))])];
}

/** Whether a statement already binds what a need's code will read. */
function meets(module: PyModule, { node, kind, module: from }: TopImport, need: ImportNeed): boolean {
  const names = node.all('name').map((name) => name.text);
  if (need.name === null) return kind === 'import' && names.includes(need.module);
  return kind === 'from' && module.absolute(from) === need.module && names.includes(need.name);
}

/** The names wanted from each module, sorted. */
function namesByModule(needs: readonly ImportNeed[]): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const { module, name } of needs) {
    const other = needs.find((need) => need.name === name && need.module !== module);
    if (name !== null && other !== undefined) throw new Error(`${name} is wanted from ${module} and from ${other.module}`);
    if (name !== null) names.set(module, [...new Set([...(names.get(module) ?? []), name])]);
  }
  return new Map([...names].map(([module, wanted]) => [module, wanted.toSorted(by(nameKey))]));
}

/** The one `from m import …` to extend; where the file writes one a name, none is. */
function extendable(module: PyModule, block: readonly TopImport[], from: string): TopImport | undefined {
  const same = block.filter(({ kind, module: written, node }) => kind === 'from' && module.absolute(written) === from && canExtend(node));
  return same.length === 1 ? same[0] : undefined;
}

function newImport(module: PyModule, block: readonly TopImport[], name: string): NewImport {
  return { kind: 'import', module: name, group: groupAs(module, block, name), text: `import ${name}` };
}

function newFrom(module: PyModule, block: readonly TopImport[], from: string, names: readonly string[]): NewImport {
  const { root, text } = module.tree;
  const short = `from ${from} import ${names.join(', ')}`;
  const eol = eolAt(text, 0);
  const long = `from ${from} import (${eol}${names.map((name) => `${unitAt(root)}${name},${eol}`).join('')})`;
  return { kind: 'from', module: from, group: groupAs(module, block, from), text: short.length <= widthLimit(block) ? short : long };
}

/** The group that the file gives the module's package already, or else the likely one. */
function groupAs(module: PyModule, block: readonly TopImport[], name: string): Group {
  const like = block.find((statement) => topOf(statement.module) === topOf(name));
  return like?.group ?? groupOf(name, module);
}
