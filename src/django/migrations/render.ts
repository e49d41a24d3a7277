import { plain } from '../../core/code.js';
import type { Code, ImportNeed, Wish } from '../../core/types.js';
import { layOut } from '../../python/edits/layout.js';
import type { MigrationApp, MigrationStyle } from './app.js';
import { literal } from './written.js';

/** A migration as a new file. */
export interface MigrationFile {
  readonly path: string;
  readonly text: string;
  readonly wishes: readonly Wish[];
}

const STEP = '    ';
/** How long the name that several operations give together may become, as in Django. */
const LONGEST_JOINED = 52;
const LONGEST = 100;

/**
 * The next migrations of an app: one with all operations that can run in a transaction, and one for each that
 * cannot. They follow the app's leaf, and each other.
 */
export function renderMigrations(app: MigrationApp, wishes: readonly Wish[]): readonly MigrationFile[] {
  const together = wishes.filter(({ isConcurrent }) => isConcurrent !== true);
  const alone = wishes.filter(({ isConcurrent }) => isConcurrent === true);
  const files: MigrationFile[] = [];
  let { leaf } = app;
  for (const operations of [together, ...alone.map((wish) => [wish])]) {
    if (operations.length === 0) continue;
    const name = nextName(leaf, operations, app.names);
    files.push({ path: `${app.folder}/${name}.py`, text: textOf(app, leaf, operations), wishes: operations });
    leaf = name;
  }
  return files;
}

function nextName(leaf: string | null, wishes: readonly Wish[], taken: readonly string[]): string {
  const suffix = joinedName(wishes.map(({ fragment }) => fragment.replace(/[^\p{L}\p{N}_]+/gu, '_'))).slice(0, LONGEST);
  for (let number = numberOf(leaf) + 1; ; number++) {
    const name = `${String(number).padStart(4, '0')}_${suffix}`;
    if (!taken.includes(name)) return name;
  }
}

/** Django reads the number behind `_squashed_` first. */
function numberOf(leaf: string | null): number {
  const digits = /.*_squashed_(\d+)/.exec(leaf ?? '')?.[1] ?? /^\d+/.exec(leaf ?? '')?.[0];
  return Number(digits ?? 0);
}

function joinedName([first = '', ...others]: readonly string[]): string {
  let name = first;
  for (const fragment of others) {
    const longer = `${name}_${fragment}`;
    if (Array.from(longer).length > LONGEST_JOINED) return `${name}_and_more`;
    name = longer;
  }
  return name;
}

export const USUAL: MigrationStyle = { quote: "'", isNarrow: false, isSpaced: true };

function textOf({ label, style = USUAL }: MigrationApp, leaf: string | null, wishes: readonly Wish[]): string {
  const isAtomic = wishes.every(({ isConcurrent }) => isConcurrent !== true);
  const dependencies = leaf === null ? [] : [plain(`(${literal(label, style)}, ${literal(leaf, style)})`)];
  const operations = wishes.map(({ operation }) => operation);
  const header = wishes.find((wish) => wish.header !== undefined)?.header;
  return [
    ...(header === undefined ? [] : [`# ${header}`, '']),
    ...importLines([{ module: 'django.db', name: 'migrations' }, ...operations.flatMap(({ imports }) => imports)]),
    '',
    '',
    'class Migration(migrations.Migration):',
    ...(style.isSpaced ? [''] : []),
    ...(isAtomic ? [] : [`${STEP}atomic = False`, '']),
    ...listLines('dependencies', dependencies),
    '',
    ...listLines('operations', operations),
    '',
  ].join('\n');
}

function listLines(name: string, items: readonly Code[]): string[] {
  const indent = STEP + STEP;
  return [`${STEP}${name} = [`, ...items.map((item) => `${indent}${layOut(item, indent, STEP, '\n').text},`), `${STEP}]`];
}

function importLines(needs: readonly ImportNeed[]): string[] {
  const whole = new Set(needs.filter(({ name }) => name === null).map(({ module }) => `import ${module}`));
  const modules = [...new Set(needs.flatMap(({ module, name }) => (name === null ? [] : [module])))].sort();
  const namesOf = (module: string): string[] => needs.flatMap((need) => (need.module === module && need.name !== null ? [need.name] : []));
  return [...[...whole].sort(), ...modules.map((module) => `from ${module} import ${[...new Set(namesOf(module))].sort().join(', ')}`)];
}
