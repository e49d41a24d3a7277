import type { Finding, Gate } from '../../src/core/types.js';
import { runTexts } from '../../src/engine/run.js';
import { compileAll } from '../../src/source/compile.js';
import type { Transform } from '../../src/python/define.js';
import { giving, has, insert, nameOfCall, replace } from '../support/transforms.js';

const byPost = giving('ship', "by='post'");

async function fixed(text: string, ...transforms: Transform[]): Promise<string | undefined> {
  const outcome = await runTexts({ 'shop.py': text }, transforms.map((transform) => ({ transform })));
  return outcome.files[0]?.after;
}

describe('a run over texts', () => {
  it('plans each file that changes, and nothing else', async () => {
    const files = { 'shop.py': 'ship(order)\n', 'books.py': "ship(book, by='post')\n", 'notes.py': 'read(book)\n' };
    const outcome = await runTexts(files, [{ transform: byPost }]);
    expect(outcome.files).toEqual([
      expect.objectContaining({ path: 'shop.py', before: 'ship(order)\n', after: "ship(order, by='post')\n" }),
    ]);
    expect(outcome.findings.map(({ path, span, verdict }) => ({ path, span, verdict }))).toEqual([
      { path: 'shop.py', span: { start: 0, end: 11 }, verdict: 'safe' },
    ]);
    expect(outcome.taken).toEqual(outcome.findings.map(({ key }) => key));
    expect(outcome).toMatchObject({ parsed: 2, faults: [], skipped: [] });
  });

  it('makes nested fixes of one transform together', async () => {
    expect(await fixed('ship(ship(order))\n', byPost)).toBe("ship(ship(order, by='post'), by='post')\n");
  });

  it('names a file that cannot be parsed', async () => {
    const outcome = await runTexts({ 'shop.py': 'ship(\n' }, [{ transform: byPost }]);
    expect(outcome.skipped).toEqual([{ path: 'shop.py', reason: 'does-not-parse', detail: 'syntax error at line 1' }]);
  });

  it('never gives tests, migrations and vendored files to a transform that does not ask for them', async () => {
    const files = { 'shop/tests/test_ship.py': 'ship(order)\n', 'shop/migrations/0001_ship.py': 'ship(order)\n', 'vendor/ship.py': 'ship(order)\n' };
    expect((await runTexts(files, [{ transform: byPost }])).findings).toEqual([]);
    const forTests = { ...byPost, match: { ...byPost.match, roles: ['test'] as const } };
    expect((await runTexts(files, [{ transform: forTests }])).findings.map(({ path }) => path)).toEqual(['shop/tests/test_ship.py']);
  });

  it('calls fix with every node of each type that was asked for, in source order', async () => {
    const seen: string[] = [];
    const fix: Transform['fix'] = (node) => {
      seen.push(node.text);
      return null;
    };
    await runTexts({ 'shop.py': 'ship(read(book))\nif sold: pass\n' }, [{ transform: giving('ship', 'x', { match: { literals: ['ship'], nodes: ['if_statement', 'call'] }, fix }) }]);
    expect(seen).toEqual(['ship(read(book))', 'read(book)', 'if sold: pass']);
  });
});

describe('verdicts', () => {
  it('go no higher than the transform promises', async () => {
    const outcome = await runTexts({ 'shop.py': 'ship(order)\n' }, [{ transform: { ...byPost, safety: 'suggested' } }]);
    expect(outcome.findings[0]?.verdict).toBe('suggested');
  });

  it.each([
    ['deletes a comment', 'ship(\n    order  # fragile\n)\n', (call: Finding['span']) => [replace(call, "ship(order, by='post')")]],
    ['leaves a comment on another line', 'ship(order)  # noqa\n', ({ end }: Finding['span']) => [insert(end - 1, ",\n    by='post',\n")]],
  ])('are lowered where an edit %s', async (_name, text, edits) => {
    const careless = giving('ship', 'by', {
      fix: (call, context) => (has(call, 'by') ? null : context.safe(call, 'missing', { call: 'ship' }, edits(call))),
    });
    const outcome = await runTexts({ 'shop.py': text }, [{ transform: careless }], { gate: async () => [] });
    expect(outcome.findings.map(({ verdict }) => verdict)).toEqual(['suggested']);
  });

  it('stay where whole lines are put above a statement with a comment', async () => {
    const reading = giving('ship', 'by', {
      fix: (call, context) => (call.tree.text.includes('read(') ? null : context.safe(call, 'missing', { call: 'ship' }, [insert(call.start, 'read(order)\n')])),
    });
    const outcome = await runTexts({ 'shop.py': 'from books import read, send, ship\nship(order)  # fragile\n' }, [{ transform: reading }]);
    expect(outcome.findings[0]?.verdict).toBe('safe');
    expect(outcome.files[0]?.after).toBe('from books import read, send, ship\nread(order)\nship(order)  # fragile\n');
  });
});

describe('keys', () => {
  const keysOf = async (text: string): Promise<string[]> =>
    (await runTexts({ 'shop.py': text }, [{ transform: byPost }], { gate: async () => [] })).findings.map(({ key }) => key);

  it('stay when lines shift and white space changes', async () => {
    const [key] = await keysOf('class Shop:\n    def send(self):\n        ship(order)\n');
    expect(key).toMatch(/^[0-9a-f]{12,}$/);
    expect(await keysOf('import books\n\n\nclass Shop:\n    def send(self):\n        pack(order)\n\n        ship(order)\n')).toEqual([key]);
  });

  it('tell equal places apart, and a place in another function', async () => {
    const keys = await keysOf('def send():\n    ship(order)\n    ship(order)\n\ndef send_again():\n    ship(order)\n');
    expect(new Set(keys).size).toBe(3);
  });
});

describe('the gate', () => {
  it('is asked once about the findings with changes, in order of path and offset', async () => {
    const asked: string[][] = [];
    const careful = giving('pack', 'x', { fix: (call, context) => (nameOfCall(call) === 'pack' ? context.refuse(call, 'odd', { call: 'pack' }) : null) });
    const files = { 'b.py': 'ship(one)\nship(two)\n', 'a.py': 'pack(book)\nship(three)\n' };
    const gate: Gate = async (findings) => {
      asked.push(findings.map(({ path, span }) => `${path}:${span.start}`));
      return findings;
    };
    await runTexts(files, [{ transform: byPost }, { transform: careful }], { gate });
    expect(asked).toEqual([['a.py:11', 'b.py:0', 'b.py:10']]);
  });

  it('leaves a place as it is, also in later passes', async () => {
    let times = 0;
    const gate: Gate = async (findings) => {
      times++;
      return findings.slice(1, 2);
    };
    const outcome = await runTexts({ 'shop.py': 'ship(a)\nship(b)\nship(c)\nship(d)\n' }, [{ transform: byPost }], { gate });
    expect(outcome.files[0]?.after).toBe("ship(a)\nship(b, by='post')\nship(c)\nship(d)\n");
    expect(outcome.findings).toHaveLength(4);
    expect(outcome.taken).toEqual([outcome.findings[1]?.key]);
    expect(times).toBe(1);
  });

  it('is asked in a later pass only about what is new there', async () => {
    const asked: string[][] = [];
    const gate: Gate = async (findings) => {
      asked.push(findings.map(({ transform }) => transform));
      return findings.filter(({ transform }) => transform !== 'pack-twice');
    };
    const send = giving('ship', 'x', {
      id: 'send',
      fix: (call, context) => (nameOfCall(call) === 'ship' ? context.safe(call, 'missing', { call: 'ship' }, [replace(call, call.text.replace('ship', 'send'))]) : null),
    });
    const text = 'from books import order, pack, send, ship\nship(order)\npack(order)\n';
    const transforms = [send, giving('send', "by='air'"), giving('pack', 'twice=True')].map((transform) => ({ transform }));
    const outcome = await runTexts({ 'shop.py': text }, transforms, { gate });
    expect(asked).toEqual([['send', 'pack-twice'], ['send-by']]);
    expect(outcome.files[0]?.after).toBe("from books import order, pack, send, ship\nsend(order, by='air')\npack(order)\n");
  });
});

describe('fixes that meet', () => {
  const rename = giving('ship', 'x', {
    id: 'send',
    fix: (call, context) => (nameOfCall(call) === 'ship' ? context.safe(call, 'missing', { call: 'ship' }, [replace(call, call.text.replace('ship', 'send'))]) : null),
  });

  it('are made one after the other where they overlap', async () => {
    const byAir = giving('send', "by='air'");
    const outcome = await runTexts({ 'shop.py': 'from books import read, send, ship\nship(order)\n' }, [{ transform: byPost }, { transform: rename }, { transform: byAir }]);
    expect(outcome.files[0]?.after).toBe("from books import read, send, ship\nsend(order, by='post', by='air')\n");
    expect(outcome.faults).toEqual([]);
    expect(outcome.findings.map(({ transform, pass }) => [transform, pass])).toEqual([['send-by', 3], ['ship-by', 1], ['send', 1]]);
    expect(outcome.taken).toHaveLength(3);
  });

  it('are made once where they are the same', async () => {
    const other = { ...byPost, id: 'by-post-too' };
    expect(await fixed('ship(order)\n', byPost, other)).toBe("ship(order, by='post')\n");
  });

  it('wait where each would bind the same name to something else', async () => {
    const needing = (module: string, callee: string): Transform =>
      giving(callee, 'Post()', {
        fix: (call, context) => {
          if (nameOfCall(call) !== callee || has(call, 'Post()')) return null;
          const name = context.name(`${module}.Post`, call);
          return context.safe(call, 'missing', { call: callee }, [insert(call.end - 1, `, ${name.text}()`, name.imports)]);
        },
      });
    const after = await fixed('def send(order):\n    ship(order)\n    pack(order)\n', needing('mail', 'ship'), needing('parcels', 'pack'));
    expect(after).toContain('ship(order, Post())');
    expect(after).toContain('from mail import Post\n');
    expect(after).toContain('pack(order, parcels.Post())');
  });

  it('share one import', async () => {
    const needing = giving('ship', 'Post()', {
      fix: (call, context) => {
        if (nameOfCall(call) !== 'ship' || has(call, 'Post()')) return null;
        const name = context.name('mail.Post', call);
        return context.safe(call, 'missing', { call: 'ship' }, [insert(call.end - 1, `, ${name.text}()`, name.imports)]);
      },
    });
    expect(await fixed('import books\n\nship(one)\nship(two)\n', needing)).toMatch(/^import books\n(\n)?from mail import Post\n\nship\(one, Post\(\)\)\nship\(two, Post\(\)\)\n$/);
  });

  it('bring an import along that belongs next to an edit', async () => {
    const letters = giving('ship', 'Post()', {
      fix: (call, context) => {
        if (nameOfCall(call) !== 'ship' || has(call, 'Post()')) return null;
        const statement = call.tree.nodes('import_statement')[0];
        const name = context.name('mail.Post', call);
        const edits = [insert(call.end - 1, `, ${name.text}()`, name.imports), ...(statement === undefined ? [] : [replace(statement, 'import letters')])];
        return context.safe(call, 'missing', { call: 'ship' }, edits);
      },
    });
    const after = await fixed('import parcels\n\nship(order)\n', letters);
    expect(after).toMatch(/^import letters\n+from mail import Post\n\nship\(order, Post\(\)\)\n$/);
  });

  it('stop where a text comes back', async () => {
    const back = { ...rename, id: 'ship', match: { literals: ['send'], nodes: ['call'] }, fix: (call, context) => (nameOfCall(call) === 'send' ? context.safe(call, 'missing', { call: 'send' }, [replace(call, call.text.replace('send', 'ship'))]) : null) } as Transform;
    const outcome = await runTexts({ 'shop.py': 'from books import read, send, ship\nship(order)\n' }, [{ transform: rename }, { transform: back }]);
    expect(outcome.files[0]?.after).toBe('from books import read, send, ship\nsend(order)\n');
    expect(outcome.faults).toEqual([expect.objectContaining({ transform: 'ship', step: 'idempotent' })]);
  });
});

describe('a finding with changes in several files', () => {
  const files = { 'shop.py': 'ship(order)\n', 'orders.py': 'STATES = ()\n' };
  const both = (text: string): Transform => ({
    ...byPost,
    decide: (findings) =>
      findings.map((finding) => ({
        ...finding,
        changes: [...finding.changes, { kind: 'edit', path: 'orders.py', span: { start: 10, end: 10 }, code: { text, imports: [] } }],
      })),
  });

  it('lands in all of them', async () => {
    const outcome = await runTexts(files, [{ transform: both("'sent',") }]);
    expect(Object.fromEntries(outcome.files.map(({ path, after }) => [path, after]))).toEqual({
      'shop.py': "ship(order, by='post')\n",
      'orders.py': "STATES = ('sent',)\n",
    });
  });

  it('lands in none of them if one output fails', async () => {
    const outcome = await runTexts({ ...files, 'notes.py': 'pack(order)\n' }, [{ transform: both('(') }, { transform: giving('pack', 'twice=True') }]);
    expect(outcome.files.map(({ path }) => path)).toEqual(['notes.py']);
    expect(outcome.faults).toEqual([expect.objectContaining({ transform: 'ship-by', path: 'orders.py', step: 'parses' })]);
    expect(outcome.findings.map(({ transform }) => transform)).toEqual(['pack-twice']);
  });

  it('may create files, but not over one that is there', async () => {
    const creating = (path: string): Transform => ({
      ...byPost,
      decide: (findings) => findings.map((finding) => ({ ...finding, changes: [...finding.changes, { kind: 'create', path, text: 'POST = 1  # by land\n' }] })),
    });
    const outcome = await runTexts(files, [{ transform: creating('post.py') }]);
    expect(outcome.files).toEqual([
      expect.objectContaining({ path: 'post.py', before: null, after: 'POST = 1  # by land\n', digest: null }),
      expect.objectContaining({ path: 'shop.py' }),
    ]);
    const refused = await runTexts(files, [{ transform: creating('orders.py') }]);
    expect(refused.files).toEqual([]);
    expect(refused.faults).toEqual([expect.objectContaining({ path: 'orders.py', step: 'apply' })]);
  });
});

describe('a transform that goes wrong', () => {
  const pack = giving('pack', 'twice=True');
  const run = (bad: Partial<Transform>, text = 'ship(order)\npack(order)\n') =>
    runTexts({ 'shop.py': text }, [{ transform: giving('ship', 'x', bad) }, { transform: pack }], { compile: compileAll });
  const changing = (text: string): Partial<Transform> => ({
    fix: (call, context) => (nameOfCall(call) === 'ship' ? context.safe(call, 'missing', { call: 'ship' }, [replace(call, text)]) : null),
  });

  it.each<[step: string, bad: Partial<Transform>]>([
    ['match', { fix: () => { throw new TypeError('no such book'); } }],
    ['decide', { ...byPost, id: 'ship-x', decide: () => { throw new TypeError('no such book'); } }],
    ['parses', changing('ship(order')],
    ['names', changing('send(order)')],
    ['comments', changing('ship(0)  # sent')],
    ['idempotent', changing('ship(1)')],
    ['compiles', changing('order(a=1, a=1)')],
  ])('loses its fixes in the file, and only these: %s', async (step, bad) => {
    const outcome = await run(bad, 'a = order = ship = pack = print\nship(order)\npack(order)\n');
    expect(outcome.faults).toEqual([expect.objectContaining({ transform: 'ship-x', path: 'shop.py', step })]);
    expect(outcome.files.map(({ after }) => after)).toEqual(['a = order = ship = pack = print\nship(order)\npack(order, twice=True)\n']);
    expect(outcome.findings.map(({ transform }) => transform)).toEqual(['pack-twice']);
  });

  it('keeps its fixes in other files', async () => {
    const sometimes = giving('ship', "by='post'", {
      fix: (call, context) => {
        if (call.tree.text.includes('odd')) throw new Error('odd');
        return byPost.fix(call, context);
      },
    });
    const outcome = await runTexts({ 'a.py': 'ship(odd)\n', 'b.py': 'ship(order)\n' }, [{ transform: sometimes }]);
    expect(outcome.files.map(({ path }) => path)).toEqual(['b.py']);
    expect(outcome.faults).toEqual([expect.objectContaining({ path: 'a.py', step: 'match', message: expect.stringMatching(/^Error: odd\n/) })]);
  });

  it('is told apart from a file that did not compile before', async () => {
    const outcome = await runTexts({ 'shop.py': 'order(a=1, a=1)\nship(order)\n', 'b.py': 'ship(order)\n' }, [{ transform: byPost }], { compile: compileAll });
    expect(outcome.files.map(({ path }) => path)).toEqual(['b.py']);
    expect(outcome.findings.map(({ path }) => path)).toEqual(['b.py']);
    expect(outcome.skipped).toEqual([{ path: 'shop.py', reason: 'does-not-parse', detail: expect.stringMatching(/^line 1: /) }]);
    expect(outcome.faults).toEqual([]);
  });

  it('is told apart from a file that is too new for the Python at hand', async () => {
    const late = 'try:\n    read(book)\nexcept Missing, Sold:\n    pass\n';
    const files = { 'new.py': `order = ship = pack = read = book = Missing = Sold = print\nship(order)\npack(order)\n${late}` };
    const post = await runTexts(files, [{ transform: byPost }, { transform: pack }], { compile: compileAll });
    expect(post.files[0]?.after).toBe(files['new.py'].replace('ship(order)', "ship(order, by='post')").replace('pack(order)', 'pack(order, twice=True)'));
    expect(post).toMatchObject({ faults: [], skipped: [] });
    const bad = changing('order(a=1, book)');
    const broken = await runTexts(files, [{ transform: giving('ship', 'x', bad) }, { transform: pack }], { compile: compileAll });
    expect(broken.faults).toEqual([expect.objectContaining({ transform: 'ship-x', path: 'new.py', step: 'compiles' })]);
    expect(broken.files[0]?.after).toBe(files['new.py'].replace('pack(order)', 'pack(order, twice=True)'));
  });

  it('is named where the text has no place in the encoding of the file', async () => {
    const encode = (text: string): Uint8Array => {
      if (text.includes('é')) throw new Error('é does not exist in ascii');
      return new TextEncoder().encode(text);
    };
    const outcome = await runTexts({ 'shop.py': 'ship(order)\n' }, [{ transform: giving('ship', "by='é'") }], { encode });
    expect(outcome.files).toEqual([]);
    expect(outcome.faults).toEqual([expect.objectContaining({ step: 'apply', message: 'é does not exist in ascii\nwhile making missing at shop.py:1' })]);
  });
});

describe('facts', () => {
  const asserted: Transform = {
    ...byPost,
    gather: {
      literals: [['assert_called'], ['ship']],
      needles: (findings) => findings.map(({ path }) => path.replace('.py', '')),
      collect: (module) => module.tree.nodes('call').filter((call) => call.text.includes('assert_called')).map((call) => ({ in: module.path, text: call.text })),
    },
    decide: (findings, facts) => findings.map((finding) => (facts.length === 0 ? finding : { ...finding, message: JSON.stringify(facts), verdict: 'refused' as const })),
  };

  it('are gathered from the files that hold the literals and a needle, and can lower a finding', async () => {
    const outcome = await runTexts(
      {
        'shop.py': 'ship(order)\n',
        'tests/test_shop.py': 'shop.ship.assert_called_with(order)\n',
        'tests/test_other.py': 'other.ship.assert_called_with(order)\n',
        'tests/test_books.py': 'shop.read(book)\n',
      },
      [{ transform: asserted }],
    );
    expect(outcome.files).toEqual([]);
    expect(outcome.findings).toEqual([
      expect.objectContaining({ verdict: 'refused', changes: [], message: JSON.stringify([{ in: 'tests/test_shop.py', text: 'shop.ship.assert_called_with(order)' }]) }),
    ]);
    expect(outcome.parsed).toBe(2);
  });

  it('cannot raise a finding', async () => {
    const bold: Transform = { ...byPost, safety: 'suggested', decide: (findings) => findings.map((finding) => ({ ...finding, verdict: 'safe' as const })) };
    expect((await runTexts({ 'shop.py': 'ship(order)\n' }, [{ transform: bold }])).findings[0]?.verdict).toBe('suggested');
  });
});
