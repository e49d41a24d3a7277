import { plain } from '../../src/core/code.js';
import type { Change, Finding, Gate, Preview, Wish } from '../../src/core/types.js';
import type { AnySource, Registry } from '../../src/django/sources.js';
import type { LeafCache, Remembered } from '../../src/engine/request.js';
import { runTexts } from '../../src/engine/run.js';
import type { Transform } from '../../src/python/define.js';
import { compileAll } from '../../src/source/compile.js';
import { giving, has, insert, nameOfCall } from '../support/transforms.js';

/** The names in each `SHIPPED = [...]`, and the words of each `.txt` file. */
function shipped(parts: Partial<AnySource> = {}): Registry {
  const source: AnySource = {
    id: 'shipped',
    python: {
      literals: [['SHIPPED']],
      collect: (module) => {
        const list = module.tree.nodes('list')[0];
        return list === undefined ? null : { end: list.end - 1, names: list.named.map(({ text }) => text) };
      },
    },
    texts: { wants: (path) => path.endsWith('.txt'), collect: (_path, text) => ({ end: text.length, names: text.split(/\s+/).filter((word) => word !== '') }) },
    merge: (leaves, { files }) => ({ files, lists: [...leaves].map(([path, leaf]) => ({ path, ...(leaf as object) })) }),
    ...parts,
  };
  return { shipped: async () => source };
}

interface Shipped {
  readonly files: readonly string[];
  readonly lists: readonly { readonly path: string; readonly end: number; readonly names: readonly string[] }[];
}

type Fix = Transform['fix'];

const factsOf = (facts: unknown): Shipped => (facts as { shipped: Shipped }).shipped;

/** Says of each `ship(name)` which lists there are. */
const telling = giving('ship', 'x', {
  needs: ['shipped'],
  fix: (call, context) => (nameOfCall(call) === 'ship' ? { ...context.refuse(call, 'odd', { call: 'ship' }), message: JSON.stringify(factsOf(context.facts).lists) } : null),
});

/** Adds what is shipped to the list at a path, unless it is there. */
const listing = (path: string, textOf = (name: string) => `${name}, `): Transform => {
  const fix: Fix = (call, context) => {
    const name = call.child('arguments')?.named[0]?.text ?? '';
    const list = factsOf(context.facts).lists.find((one) => one.path === path);
    if (nameOfCall(call) !== 'ship' || list === undefined || list.names.includes(name)) return null;
    const other: Change = { kind: 'edit', path, span: { start: list.end, end: list.end }, code: plain(textOf(name)) };
    return context.safe(call, 'missing', { call: name }, [], [other]);
  };
  return giving('ship', 'x', { needs: ['shipped'], fix });
};

const textsOf = (files: readonly { readonly path: string; readonly after: string }[]) => Object.fromEntries(files.map(({ path, after }) => [path, after]));

describe('facts about the project', () => {
  it('come from the files that matter, before anything is looked at', async () => {
    const files = { 'shop.py': 'ship(book)\n', 'lists.py': 'SHIPPED = [a]\n', 'other.py': 'OTHER = [b]\n', 'notes.txt': 'c d\n', 'notes.md': 'e\n' };
    const outcome = await runTexts(files, [{ transform: telling }], { sources: shipped() });
    expect(JSON.parse(outcome.findings[0]?.message ?? '')).toEqual([{ path: 'lists.py', end: 12, names: ['a'] }, { path: 'notes.txt', end: 4, names: ['c', 'd'] }]);
    expect(outcome).toMatchObject({ parsed: 2, faults: [], discovered: 3 });
  });

  it('are given to decide as well', async () => {
    const deciding: Transform = { ...telling, decide: (findings, _gathered, _options, project) => findings.map((one) => ({ ...one, message: factsOf(project).files.join() })) };
    const outcome = await runTexts({ 'shop.py': 'ship(book)\n', 'notes.md': '' }, [{ transform: deciding }], { sources: shipped() });
    expect(outcome.findings[0]?.message).toBe('notes.md,shop.py');
  });

  it('may want a file for its path, or never', async () => {
    const python = { literals: [['SHIPPED']], wants: (path: string) => (path === 'shop.py' ? true : path === 'lists.py' ? false : null), collect: () => ({}) };
    const files = { 'shop.py': 'ship(book)\n', 'lists.py': 'SHIPPED = [a]\n', 'more.py': 'SHIPPED = []\n', 'none.py': 'pass\n' };
    const outcome = await runTexts(files, [{ transform: telling }], { sources: shipped({ python }) });
    expect(JSON.parse(outcome.findings[0]?.message ?? '')).toEqual([{ path: 'more.py' }, { path: 'shop.py' }]);
  });

  it('are not gathered where no file can matter to who needs them', async () => {
    const refusing = shipped({ merge: () => { throw new Error('asked for nothing'); } });
    const outcome = await runTexts({ 'lists.py': 'SHIPPED = [a]\npack(a)\n' }, [{ transform: telling }, { transform: giving('pack', 'twice=True') }], { sources: refusing });
    expect(outcome).toMatchObject({ faults: [], files: [{ path: 'lists.py' }] });
  });

  it('cannot be changed', async () => {
    const meddling = giving('ship', 'x', {
      needs: ['shipped'],
      fix: (_call, context) => {
        (factsOf(context.facts).lists as unknown[]).push('more');
        return null;
      },
    });
    const outcome = await runTexts({ 'shop.py': 'ship(book)\n' }, [{ transform: meddling }], { sources: shipped() });
    expect(outcome.faults).toEqual([expect.objectContaining({ step: 'match', message: expect.stringContaining('TypeError') })]);
  });

  it('lack a file that cannot be understood, which is a fault', async () => {
    const sources = shipped({ python: { literals: [['SHIPPED']], collect: () => { throw new Error('no such list'); } } });
    const outcome = await runTexts({ 'shop.py': 'ship(book)\n', 'lists.py': 'SHIPPED = [a]\n' }, [{ transform: telling }], { sources });
    expect(outcome.faults).toEqual([expect.objectContaining({ transform: 'shipped', path: 'lists.py', step: 'facts' })]);
    expect(outcome.findings).toHaveLength(1);
  });

  it('that cannot be put together stop only who needs them', async () => {
    const sources = shipped({ merge: () => { throw new Error('no such list'); } });
    const outcome = await runTexts({ 'shop.py': 'ship(book)\npack(book)\n' }, [{ transform: telling }, { transform: giving('pack', 'twice=True') }], { sources });
    expect(outcome.faults).toEqual([expect.objectContaining({ transform: 'shipped', step: 'facts' })]);
    expect(outcome.findings.map(({ transform }) => transform)).toEqual(['pack-twice']);
  });

  it('follow the edits: what is done is not found again', async () => {
    const files = { 'shop.py': 'ship(a)\nship(b)\n', 'lists.py': 'a = b = c = 1\nSHIPPED = [c, ]\n' };
    const outcome = await runTexts(files, [{ transform: listing('lists.py') }], { sources: shipped() });
    expect(outcome.faults).toEqual([]);
    expect(textsOf(outcome.files)).toEqual({ 'lists.py': 'a = b = c = 1\nSHIPPED = [c, a, b, ]\n' });
  });

  it('show where an edit does not do what it is for', async () => {
    const files = { 'shop.py': 'ship(a)\n', 'lists.py': 'a = c = 1\nSHIPPED = [c, ]\n' };
    const outcome = await runTexts(files, [{ transform: listing('lists.py', () => 'c, ') }], { sources: shipped() });
    expect(outcome.files).toEqual([]);
    expect(outcome.faults).toEqual([expect.objectContaining({ transform: 'ship-x', step: 'idempotent' })]);
  });

  it('are those of a file that is read anew', async () => {
    const files = { 'shop.py': 'ship(a)\n', 'lists.py': 'a = 1\nSHIPPED = []\nship(a)\n' };
    const gate: Gate = async (_findings, workbench) => {
      files['lists.py'] = 'a = b = 1\nSHIPPED = [b, ]\nship(a)\n';
      return (await workbench.reread('lists.py')) ?? [];
    };
    const outcome = await runTexts(files, [{ transform: listing('lists.py') }], { sources: shipped(), gate });
    expect(textsOf(outcome.files)).toEqual({ 'lists.py': 'a = b = 1\nSHIPPED = [b, a, ]\nship(a)\n' });
  });
});

describe('what files said before', () => {
  /** Remembers like the user's cache folder, in memory. */
  const memory = (): LeafCache & { readonly kept: Map<string, ReadonlyMap<string, Remembered>> } => {
    const kept = new Map<string, ReadonlyMap<string, Remembered>>();
    return {
      kept,
      load: (kind, version) => kept.get(`${kind} ${version}`) ?? new Map(),
      save: (kind, version, files) => void kept.set(`${kind} ${version}`, new Map(JSON.parse(JSON.stringify([...files])))),
    };
  };

  /** Runs on the files, and tells which of them were looked into for facts. */
  const look = async (files: Record<string, string>, cache: LeafCache, version = 1) => {
    const asked: string[] = [];
    const registry = shipped({ version });
    const sources: Registry = {
      shipped: async () => {
        const source = await (registry['shipped'] as () => Promise<AnySource>)();
        const note = <T>(path: string, leaf: T): T => (asked.push(path), leaf);
        return {
          ...source,
          python: { literals: [['SHIPPED']], collect: (module) => note(module.path, source.python?.collect(module) ?? null) },
          texts: { wants: (path) => path.endsWith('.txt'), collect: (path, text) => note(path, source.texts?.collect(path, text) ?? null) },
        };
      },
    };
    const outcome = await runTexts(files, [{ transform: telling }], { sources, cache });
    return { asked, said: outcome.findings[0]?.message, parsed: outcome.parsed };
  };

  const FILES = { 'shop.py': 'ship(book)\n', 'lists.py': 'SHIPPED = [a]\n', 'none.py': "'SHIPPED'\n", 'notes.txt': 'c d\n' };

  it('is remembered while they stay as they are', async () => {
    const cache = memory();
    const first = await look(FILES, cache);
    const second = await look(FILES, cache);
    expect(first.asked).toEqual(['lists.py', 'none.py', 'notes.txt']);
    expect(second).toEqual({ ...first, asked: [] });
  });

  it('is forgotten of a file that has changed, or is gone', async () => {
    const cache = memory();
    await look(FILES, cache);
    const { 'notes.txt': _, ...left } = FILES;
    const { asked, said } = await look({ ...left, 'lists.py': 'SHIPPED = [b]\n' }, cache);
    expect(asked).toEqual(['lists.py']);
    expect(JSON.parse(said ?? '')).toEqual([{ path: 'lists.py', end: 12, names: ['b'] }]);
    expect([...(cache.kept.get('shipped 1')?.keys() ?? [])]).toEqual(['lists.py', 'none.py']);
  });

  it('is found out anew by a newer version', async () => {
    const cache = memory();
    await look(FILES, cache);
    expect((await look(FILES, cache, 2)).asked).toHaveLength(3);
  });
});

describe('changes in other files', () => {
  it('need not be Python, and land with the rest', async () => {
    const transform = listing('list.txt', (name) => `${name}\n`);
    const outcome = await runTexts({ 'shop.py': 'ship(a)\nship(b)\n', 'list.txt': 'if (\n' }, [{ transform }], { sources: shipped(), compile: compileAll });
    expect(outcome).toMatchObject({ faults: [], skipped: [] });
    expect(textsOf(outcome.files)).toEqual({ 'list.txt': 'if (\na\nb\n' });
  });

  it('are held to the same checks where they are Python', async () => {
    const outcome = await runTexts({ 'shop.py': 'ship(a)\n', 'lists.py': 'SHIPPED = []\n' }, [{ transform: listing('lists.py') }], { sources: shipped() });
    expect(outcome.files).toEqual([]);
    expect(outcome.faults).toEqual([expect.objectContaining({ transform: 'ship-x', path: 'lists.py', step: 'names' })]);
  });

  it('do not land where an edit of the file itself fails', async () => {
    const text = listing('list.txt', (name) => `${name}\n`);
    const fix: Fix = (call, context) => {
      const draft = text.fix(call, context);
      return draft === null || Array.isArray(draft) ? null : { ...draft, edits: [insert(call.end, ' (')] } as ReturnType<Fix>;
    };
    const outcome = await runTexts({ 'shop.py': 'ship(a)\n', 'list.txt': 'b\n' }, [{ transform: { ...text, fix } }], { sources: shipped() });
    expect(outcome.files).toEqual([]);
    expect(outcome.faults).toEqual([expect.objectContaining({ path: 'shop.py', step: 'parses' })]);
  });

  it('may create a file, but not over one that is there', async () => {
    const creating = (path: string): Transform => {
      const fix: Fix = (call, context) => {
        if (nameOfCall(call) !== 'ship' || has(call, 'by')) return null;
        return context.safe(call, 'missing', { call: 'ship' }, [insert(call.end - 1, ', by=1')], [{ kind: 'create', path, text: '<p>' }]);
      };
      return giving('ship', 'x', { needs: ['shipped'], fix });
    };
    const files = { 'shop.py': 'ship(a)\n', 'list.html': '<ul>' };
    const made = await runTexts(files, [{ transform: creating('page.html') }], { sources: shipped() });
    expect(textsOf(made.files)).toEqual({ 'page.html': '<p>', 'shop.py': 'ship(a, by=1)\n' });
    const refused = await runTexts(files, [{ transform: creating('list.html') }], { sources: shipped() });
    expect(refused.files).toEqual([]);
    expect(refused.faults).toEqual([expect.objectContaining({ path: 'list.html', step: 'apply' })]);
  });
});

const MIGRATIONS: Registry = {
  migrations: async () => ({
    id: 'migrations',
    python: {
      literals: [['Migration']],
      collect: (module) => ({ name: module.path.replace(/^.*\/|\.py$/g, ''), folder: module.path.replace(/\/[^/]*$/, '') }),
    },
    merge: (leaves) => {
      const all = [...leaves.values()] as { name: string; folder: string }[];
      const app = { label: 'shop', folder: 'shop/migrations', leaf: all.at(-1)?.name ?? null, names: all.map(({ name }) => name) };
      return { apps: { shop: app } };
    },
  }),
};

/** Wishes for an index on what is shipped, and says so at the place. */
function indexing(app = 'shop', isConcurrent = false): Transform {
  const imports = [{ module: 'django.db', name: 'migrations' }, { module: 'django.db', name: 'models' }];
  const fix: Fix = (call, context) => {
    const name = call.child('arguments')?.named[0]?.text ?? '';
    if (nameOfCall(call) !== 'ship' || has(call, 'indexed')) return null;
    const text = `migrations.AddIndex(\n    model_name='order',\n    index=models.Index(fields=['${name}'], name='${name}_idx'),\n)`;
    const wish: Wish = { app, operation: { text, imports }, fragment: `order_${name}_idx`, ...(isConcurrent && { isConcurrent }) };
    return { ...context.safe(call, 'missing', { call: 'ship' }, [insert(call.end - 1, ', indexed')]), wishes: [wish] };
  };
  return giving('ship', 'x', { needs: ['migrations'], fix });
}

const SHOP = {
  'shop/orders.py': 'from books import a, b, indexed, ship\nship(a)\nship(b)\n',
  'shop/migrations/0001_initial.py': 'class Migration:\n    pass\n',
  'shop/migrations/0002_order.py': 'class Migration:\n    pass\n',
};

function migration(dependency: string, ...names: readonly string[]): string {
  const operations = names.map((name) => `        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['${name}'], name='${name}_idx'),
        ),
`);
  return `from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shop', '${dependency}'),
    ]

    operations = [
${operations.join('')}    ]
`;
}

describe('wishes for an app', () => {
  it('become one migration behind its leaf', async () => {
    const outcome = await runTexts(SHOP, [{ transform: indexing() }], { sources: MIGRATIONS, compile: compileAll });
    expect(outcome.faults).toEqual([]);
    expect(textsOf(outcome.files)).toEqual({
      'shop/migrations/0003_order_a_idx_order_b_idx.py': migration('0002_order', 'a', 'b'),
      'shop/orders.py': 'from books import a, b, indexed, ship\nship(a, indexed)\nship(b, indexed)\n',
    });
  });

  it('are listed with the file that they became part of', async () => {
    const { findings } = await runTexts(SHOP, [{ transform: indexing() }], { sources: MIGRATIONS });
    for (const { changes, ...finding } of findings) {
      expect(finding).not.toHaveProperty('wishes');
      expect(changes[1]).toEqual({ kind: 'create', path: 'shop/migrations/0003_order_a_idx_order_b_idx.py', text: migration('0002_order', 'a', 'b') });
    }
    expect(findings).toHaveLength(2);
  });

  it('leave no hole where one of them is left', async () => {
    const gate: Gate = async (findings) => findings.slice(1);
    const outcome = await runTexts(SHOP, [{ transform: indexing() }], { sources: MIGRATIONS, gate });
    expect(outcome.files.map(({ path }) => path)).toEqual(['shop/migrations/0003_order_b_idx.py', 'shop/orders.py']);
    expect(outcome.files[0]?.after).toBe(migration('0002_order', 'b'));
  });

  it('of different batches become migrations of their own, in order, whatever pass they land in', async () => {
    const batches = async (first: number, second: number): Promise<Record<string, string>> => {
      const [one, other] = (await runTexts(SHOP, [{ transform: indexing() }], { sources: MIGRATIONS })).findings;
      const terms = { sources: MIGRATIONS, batches: new Map([[one?.key ?? '', first], [other?.key ?? '', second]]) };
      const { 'shop/orders.py': _, ...made } = textsOf((await runTexts(SHOP, [{ transform: indexing() }], terms)).files);
      return made;
    };
    expect(await batches(0, 1)).toEqual({
      'shop/migrations/0003_order_a_idx.py': migration('0002_order', 'a'),
      'shop/migrations/0004_order_b_idx.py': migration('0003_order_a_idx', 'b'),
    });
    expect(Object.keys(await batches(1, 0))).toEqual(['shop/migrations/0003_order_b_idx.py', 'shop/migrations/0004_order_a_idx.py']);
  });

  it('are shown as they would be with what is taken', async () => {
    let preview: Preview | undefined;
    const gate: Gate = async (findings, workbench) => {
      expect(findings.map(({ changes }) => changes.map(({ path }) => path))).toEqual([
        ['shop/orders.py', 'shop/migrations/0003_order_a_idx.py'],
        ['shop/orders.py', 'shop/migrations/0003_order_b_idx.py'],
      ]);
      preview = await workbench.preview(findings[1] as Finding, findings.slice(0, 1));
      return [];
    };
    await runTexts(SHOP, [{ transform: indexing() }], { sources: MIGRATIONS, gate });
    expect(preview).toMatchObject({
      kind: 'files',
      files: [
        { path: 'shop/migrations/0003_order_a_idx_order_b_idx.py', before: migration('0002_order', 'a'), after: migration('0002_order', 'a', 'b') },
        { path: 'shop/orders.py' },
      ],
    });
  });

  it('stay one file where some have to wait for the next pass', async () => {
    const marking = indexing();
    const fix: Fix = (call, context) => {
      const draft = marking.fix(call, context);
      if (draft === null || !('edits' in draft)) return draft;
      const isMarked = call.tree.text.includes('Index');
      return isMarked ? draft : { ...draft, edits: [...draft.edits, insert(0, call.text.includes('a') ? 'from books import Index\n' : 'import Index\n')] };
    };
    const outcome = await runTexts(SHOP, [{ transform: { ...marking, fix } }], { sources: MIGRATIONS });
    const created = outcome.files.filter(({ before }) => before === null);
    expect(outcome.faults).toEqual([]);
    expect(created.map(({ path, after }) => [path, after])).toEqual([['shop/migrations/0003_order_a_idx_order_b_idx.py', migration('0002_order', 'a', 'b')]]);
    expect(outcome.files.at(-1)?.after).toBe('from books import Index\nfrom books import a, b, indexed, ship\nship(a, indexed)\nship(b, indexed)\n');
  });

  it('that cannot run in a transaction get a file each', async () => {
    const outcome = await runTexts(SHOP, [{ transform: indexing('shop', true) }], { sources: MIGRATIONS });
    const created = outcome.files.filter(({ before }) => before === null);
    expect(created.map(({ path }) => path)).toEqual(['shop/migrations/0003_order_a_idx.py', 'shop/migrations/0004_order_b_idx.py']);
    expect(created[1]?.after).toContain("    atomic = False\n\n    dependencies = [\n        ('shop', '0003_order_a_idx'),\n    ]\n");
  });

  it('fall where nothing is known of its migrations', async () => {
    const outcome = await runTexts(SHOP, [{ transform: indexing('books') }], { sources: MIGRATIONS });
    expect(outcome.files).toEqual([]);
    expect(outcome.faults).toEqual([expect.objectContaining({ transform: 'ship-x', step: 'apply', message: expect.stringContaining('books') })]);
  });
});
