import type { Finding, Gate, Preview, Workbench } from '../../src/core/types.js';
import { numberOption } from '../../src/core/options.js';
import { runTexts } from '../../src/engine/run.js';
import { defineTransform, type Transform } from '../../src/python/define.js';
import { giving, has, insert, nameOfCall, replace } from '../support/transforms.js';

const byPost = giving('ship', "by='post'");

const waiting = defineTransform({
  id: 'ship-days',
  summary: 'Say how long a parcel may take',
  family: 'bookshop',
  safety: 'suggested',
  references: [],
  messages: { missing: 'may take for ever', late: 'nobody waits {days} days' },
  options: { days: numberOption(3, 'how long a parcel may take') },
  match: { literals: ['ship'], nodes: ['call'] },
  fix(call, { options: { days }, safe, refuse }) {
    if (nameOfCall(call) !== 'ship' || has(call, 'days=')) return null;
    return days > 100 ? refuse(call, 'late', { days }) : safe(call, 'missing', {}, [insert(call.end - 1, `, days=${days}`)]);
  },
}) as unknown as Transform;

/** Runs transforms on files; `review` plays the gate of the first pass, and nothing is taken after it. */
async function review(
  files: Record<string, string>,
  transforms: readonly Transform[],
  play: (findings: readonly Finding[], workbench: Workbench) => Promise<readonly Finding[]>,
) {
  let passes = 0;
  const gate: Gate = async (findings, workbench) => (passes++ === 0 ? play(findings, workbench) : []);
  return runTexts(files, transforms.map((transform) => ({ transform })), { gate });
}

function at(findings: readonly Finding[], index: number): Finding {
  const finding = findings[index];
  if (finding === undefined) throw new Error(`there is no finding ${index}`);
  return finding;
}

async function previewsOf(files: Record<string, string>, transforms: readonly Transform[], index: number, taken: readonly number[]): Promise<Preview | undefined> {
  let preview: Preview | undefined;
  await review(files, transforms, async (findings, workbench) => {
    preview = await workbench.preview(at(findings, index), taken.map((one) => at(findings, one)));
    return [];
  });
  return preview;
}

describe('a preview', () => {
  it('shows the file with what is taken, and with the finding on top', async () => {
    const preview = await previewsOf({ 'shop.py': 'ship(a)\nship(b)\nship(c)\n' }, [byPost], 1, [2]);
    expect(preview).toEqual({
      kind: 'files',
      files: [{ path: 'shop.py', before: "ship(a)\nship(b)\nship(c, by='post')\n", after: "ship(a)\nship(b, by='post')\nship(c, by='post')\n" }],
    });
  });

  it('brings the imports along, each once', async () => {
    const needing = giving('ship', 'Post()', {
      fix: (call, context) => {
        if (nameOfCall(call) !== 'ship' || has(call, 'Post()')) return null;
        const name = context.name('mail.Post', call);
        return context.safe(call, 'missing', { call: 'ship' }, [insert(call.end - 1, `, ${name.text}()`, name.imports)]);
      },
    });
    const preview = await previewsOf({ 'shop.py': 'from books import a, b, ship\n\nship(a)\nship(b)\n' }, [needing], 1, [0]);
    expect(preview).toEqual({
      kind: 'files',
      files: [{
        path: 'shop.py',
        before: 'from books import a, b, ship\nfrom mail import Post\n\nship(a, Post())\nship(b)\n',
        after: 'from books import a, b, ship\nfrom mail import Post\n\nship(a, Post())\nship(b, Post())\n',
      }],
    });
  });

  it('shows every file of the finding, also one that it creates', async () => {
    const creating: Transform = {
      ...byPost,
      decide: (findings) => findings.map((finding) => ({ ...finding, changes: [...finding.changes, { kind: 'create', path: 'post.py', text: 'POST = 1\n' }] })),
    };
    expect(await previewsOf({ 'shop.py': 'ship(a)\n' }, [creating], 0, [])).toEqual({
      kind: 'files',
      files: [{ path: 'post.py', before: null, after: 'POST = 1\n' }, { path: 'shop.py', before: 'ship(a)\n', after: "ship(a, by='post')\n" }],
    });
  });

  it('names the finding that was taken at the same place', async () => {
    const preview = await previewsOf({ 'shop.py': 'ship(b)\nship(a)\n' }, [byPost, giving('ship', 'twice=True')], 3, [0, 2]);
    expect(preview).toMatchObject({ kind: 'clash', other: { transform: 'ship-by', span: { start: 8 } } });
  });

  it('says why a fix cannot be made', async () => {
    const bad = giving('ship', 'x', { fix: (call, context) => (nameOfCall(call) === 'ship' ? context.safe(call, 'missing', { call: 'ship' }, [replace(call, 'send(1)')]) : null) });
    const preview = await previewsOf({ 'shop.py': 'from books import ship\nship(a)\npack(a)\n' }, [bad, giving('pack', 'twice=True')], 0, [1]);
    expect(preview).toEqual({ kind: 'fault', message: expect.stringContaining('nothing binds `send`') });
  });

  it('is what the plan will be', async () => {
    let after: string | undefined;
    const files = { 'shop.py': 'ship(a)\nif a:\n    pack(ship(b))\n' };
    const outcome = await review(files, [byPost, giving('pack', 'twice=True')], async (findings, workbench) => {
      const last = await workbench.preview(at(findings, 2), findings.slice(0, 2));
      after = last.kind === 'files' ? last.files[0]?.after : last.kind;
      return findings;
    });
    expect(after).toBe("ship(a, by='post')\nif a:\n    pack(ship(b, by='post'), twice=True)\n");
    expect(outcome.files[0]?.after).toBe(after);
  });
});

describe('a finding made again with other values', () => {
  it('is what lands, and what is listed', async () => {
    const outcome = await review({ 'shop.py': 'ship(a)\nship(b)\n' }, [waiting], async (findings, workbench) => {
      const remade = await workbench.remake(at(findings, 1), { days: 14 });
      expect(remade?.key).toBe(at(findings, 1).key);
      return [at(findings, 0), remade ?? at(findings, 1)];
    });
    expect(outcome.files[0]?.after).toBe('ship(a, days=3)\nship(b, days=14)\n');
    expect(outcome.findings.map(({ changes }) => changes.map((change) => change.kind === 'edit' && change.code.text))).toEqual([[', days=3'], [', days=14']]);
    expect(outcome.taken).toHaveLength(2);
  });

  it('passes through what its transform decides', async () => {
    const deciding: Transform = {
      ...waiting,
      decide: (findings, _facts, { days }) => findings.map((finding) => ({ ...finding, message: `${findings.length} parcels take ${String(days)} days` })),
    };
    await review({ 'shop.py': 'ship(a)\nship(b)\n' }, [deciding], async (findings, workbench) => {
      expect((await workbench.remake(at(findings, 0), { days: 7 }))?.message).toBe('2 parcels take 7 days');
      return [];
    });
  });

  it('is null where these values leave nothing to change', async () => {
    await review({ 'shop.py': 'ship(a)\n' }, [waiting], async (findings, workbench) => {
      expect(await workbench.remake(at(findings, 0), { days: 1000 })).toBeNull();
      return [];
    });
  });

  it.each([
    ['that does not fit', { days: 'ten' }, 'ship-days.days: expected a number, not "ten"'],
    ['of an option that there is not', { weeks: 2 }, 'ship-days.weeks: there is no such option'],
  ])('says what is wrong with a value %s', async (_name, values, message) => {
    await review({ 'shop.py': 'ship(a)\n' }, [waiting], async (findings, workbench) => {
      await expect(workbench.remake(at(findings, 0), values)).rejects.toThrow(message);
      return [];
    });
  });

  it('keeps its values where it has to wait for the next pass', async () => {
    const outcome = await review({ 'shop.py': 'ship(a)\n' }, [byPost, waiting], async (findings, workbench) => {
      const remade = await workbench.remake(at(findings, 1), { days: 14 });
      return [at(findings, 0), ...(remade === null ? [] : [remade])];
    });
    expect(outcome.files[0]?.after).toBe("ship(a, by='post', days=14)\n");
  });
});

/** The text after each finding has been silenced. */
async function silenced(text: string, ...transforms: Transform[]): Promise<string | undefined> {
  const outcome = await review({ 'shop.py': text }, transforms.length === 0 ? [byPost] : transforms, async (findings, workbench) => {
    const silent = [];
    for (const finding of findings) silent.push(await workbench.silence(finding));
    return silent;
  });
  expect(outcome.faults).toEqual([]);
  const after = outcome.files[0]?.after;
  const again = await runTexts({ 'shop.py': after ?? '' }, (transforms.length === 0 ? [byPost] : transforms).map((transform) => ({ transform })));
  expect({ findings: again.findings, files: again.files, unused: again.suppressions.unused }).toEqual({ findings: [], files: [], unused: [] });
  return after;
}

const LONG = `ship(${'order, '.repeat(10)}order)`;

describe('a place is kept silent by a comment', () => {
  it.each([
    ['behind its line', 'ship(a)\n', 'ship(a)  # pitstop: ignore[ship-by]\n'],
    ['behind a line without an end', 'ship(a)', 'ship(a)  # pitstop: ignore[ship-by]'],
    ['above a line that would become too long', `if a:\n    ${LONG}\n`, `if a:\n    # pitstop: ignore[ship-by]\n    ${LONG}\n`],
    ['above a line with a comment', 'if a:\n\tship(a)  # noqa\n', 'if a:\n\t# pitstop: ignore[ship-by]\n\tship(a)  # noqa\n'],
    ['with CRLF line ends', 'read(a)\r\nship(a)\r\n', 'read(a)\r\nship(a)  # pitstop: ignore[ship-by]\r\n'],
    ['above a line with CRLF line ends', 'read(a)\r\nship(a)  # noqa\r\n', 'read(a)\r\n# pitstop: ignore[ship-by]\r\nship(a)  # noqa\r\n'],
    ['at a decorator', '@ship(a)\n@pack\ndef send():\n    pass\n', '@ship(a)  # pitstop: ignore[ship-by]\n@pack\ndef send():\n    pass\n'],
    ['at the second decorator, with a comment', '@pack\n@ship(a)  # noqa\ndef send():\n    pass\n', '@pack\n# pitstop: ignore[ship-by]\n@ship(a)  # noqa\ndef send():\n    pass\n'],
    ['where a statement of several lines starts', 'ship(\n    a,\n)\n', 'ship(  # pitstop: ignore[ship-by]\n    a,\n)\n'],
    ['on its own line of a longer statement', 'sent = [\n    ship(a),\n    pack(b),\n]\n', 'sent = [\n    ship(a),  # pitstop: ignore[ship-by]\n    pack(b),\n]\n'],
    ['behind a suite on one line', 'if a: ship(a)\n', 'if a: ship(a)  # pitstop: ignore[ship-by]\n'],
    ['above a suite on one line', 'if a: ship(a)  # noqa\n', '# pitstop: ignore[ship-by]\nif a: ship(a)  # noqa\n'],
    ['not behind a backslash', 'sent = ship(a) + \\\n    1\n', '# pitstop: ignore[ship-by]\nsent = ship(a) + \\\n    1\n'],
    ['behind a line that a backslash leads to', 'sent = 1 + \\\n    ship(a)\n', 'sent = 1 + \\\n    ship(a)  # pitstop: ignore[ship-by]\n'],
    ['not inside a string of several lines', "sent = f'''\n{ship(a)}\n'''\n", "# pitstop: ignore[ship-by]\nsent = f'''\n{ship(a)}\n'''\n"],
    ['with others of the same line in one', 'ship(ship(a))\n', 'ship(ship(a))  # pitstop: ignore[ship-by]\n'],
  ])('%s', async (_name, before, after) => {
    expect(await silenced(before)).toBe(after);
  });

  it.each([
    ['with names', 'ship(a)  # pitstop: ignore[celery, parcels] on strike\n', 'ship(a)  # pitstop: ignore[celery, parcels, ship-by] on strike\n'],
    ['without names in its brackets', '# pitstop: ignore[]\nship(a)\n', '# pitstop: ignore[ship-by]\nship(a)\n'],
  ])('by adding to one that is there, %s', async (_name, before, after) => {
    const outcome = await review({ 'shop.py': before }, [byPost], async (findings, workbench) => [await workbench.silence(at(findings, 0))]);
    expect(outcome.faults).toEqual([]);
    expect(outcome.files[0]?.after).toBe(after);
  });

  it('that two transforms share', async () => {
    expect(await silenced('ship(a)\n', byPost, giving('ship', 'twice=True'))).toBe('ship(a)  # pitstop: ignore[ship-by, ship-twice]\n');
  });

  it('while other places are fixed', async () => {
    const outcome = await review({ 'shop.py': 'ship(a)\nship(b)\n' }, [byPost], async (findings, workbench) => [await workbench.silence(at(findings, 0)), at(findings, 1)]);
    expect(outcome.files[0]?.after).toBe("ship(a)  # pitstop: ignore[ship-by]\nship(b, by='post')\n");
    expect(outcome).toMatchObject({ faults: [], suppressions: { used: 0, unused: [] } });
    expect(outcome.findings[0]).toMatchObject({ verdict: 'safe', changes: [{ code: { text: '  # pitstop: ignore[ship-by]' } }] });
  });

  it('which a preview shows', async () => {
    await review({ 'shop.py': 'ship(a)\n' }, [byPost], async (findings, workbench) => {
      const silent = await workbench.silence(at(findings, 0));
      expect(silent.key).toBe(at(findings, 0).key);
      expect(await workbench.preview(silent, [])).toEqual({ kind: 'files', files: [{ path: 'shop.py', before: 'ship(a)\n', after: 'ship(a)  # pitstop: ignore[ship-by]\n' }] });
      return [];
    });
  });
});

describe('a file that is read anew', () => {
  it('has its known places under their keys, and the new ones', async () => {
    const files = { 'shop.py': 'ship(a)\nship(b)\n' };
    const outcome = await review(files, [byPost], async (findings, workbench) => {
      files['shop.py'] = '# The post.\nship(c)\nship(b)\n';
      const now = await workbench.reread('shop.py');
      expect(now?.map(({ span }) => span.start)).toEqual([12, 20]);
      expect(now?.[1]?.key).toBe(at(findings, 1).key);
      expect(workbench.textOf('shop.py')).toBe(files['shop.py']);
      return now ?? [];
    });
    expect(outcome.files).toEqual([expect.objectContaining({ before: '# The post.\nship(c)\nship(b)\n', after: "# The post.\nship(c, by='post')\nship(b, by='post')\n" })]);
    expect(outcome.findings.map(({ span }) => span.start)).toEqual([12, 20]);
    expect(outcome.taken).toEqual(outcome.findings.map(({ key }) => key));
  });

  it('keeps the key of a place that was edited itself', async () => {
    const files = { 'shop.py': 'pack(a)\nship(a)\n' };
    await review(files, [byPost], async (findings, workbench) => {
      files['shop.py'] = 'pack(a)\nship(order)\n';
      expect((await workbench.reread('shop.py'))?.map(({ key }) => key)).toEqual([at(findings, 0).key]);
      return [];
    });
  });

  it('makes nothing of what was found before', async () => {
    const files = { 'shop.py': 'ship(a)\n', 'books.py': 'ship(b)\n' };
    const outcome = await review(files, [byPost], async (findings, workbench) => {
      files['shop.py'] = 'read(everything)\nship(a)\n';
      await workbench.reread('shop.py');
      return findings;
    });
    expect(outcome.files.map(({ path }) => path)).toEqual(['books.py']);
    expect(outcome.findings.map(({ path }) => path)).toEqual(['books.py', 'shop.py']);
  });

  it('may have nothing to say any more', async () => {
    const files = { 'shop.py': 'ship(a)\n' };
    const outcome = await review(files, [byPost], async (_findings, workbench) => {
      files['shop.py'] = "ship(a, by='post')\n";
      expect(await workbench.reread('shop.py')).toEqual([]);
      return [];
    });
    expect(outcome).toMatchObject({ findings: [], files: [], skipped: [] });
  });

  it('counts the suppressions that somebody wrote into it', async () => {
    const files = { 'shop.py': 'ship(a)\n' };
    const outcome = await review(files, [byPost], async (_findings, workbench) => {
      files['shop.py'] = 'ship(a)  # pitstop: ignore\n';
      expect(await workbench.reread('shop.py')).toEqual([]);
      return [];
    });
    expect(outcome.suppressions).toEqual({ used: 1, unused: [] });
  });

  it('is passed over while it does not parse, and taken up again', async () => {
    const files = { 'shop.py': 'ship(a)\n' };
    const outcome = await review(files, [byPost], async (_findings, workbench) => {
      files['shop.py'] = 'ship(\n';
      expect(await workbench.reread('shop.py')).toBeNull();
      files['shop.py'] = 'ship(b)\n';
      return (await workbench.reread('shop.py')) ?? [];
    });
    expect(outcome.files[0]?.after).toBe("ship(b, by='post')\n");
    expect(outcome.skipped).toEqual([]);
  });

  it('is skipped where it does not parse in the end', async () => {
    const files = { 'shop.py': 'ship(a)\n' };
    const outcome = await review(files, [byPost], async (findings, workbench) => {
      files['shop.py'] = 'ship(\n';
      await workbench.reread('shop.py');
      return findings;
    });
    expect(outcome).toMatchObject({ findings: [], files: [], skipped: [{ path: 'shop.py', reason: 'does-not-parse' }] });
  });

  it('is left alone once a pass has changed it', async () => {
    const again: (readonly Finding[] | null)[] = [];
    const gate: Gate = async (findings, workbench) => {
      const now = await workbench.reread('shop.py');
      again.push(now);
      return now ?? findings;
    };
    const send = giving('ship', 'x', {
      id: 'send',
      fix: (call, context) => (nameOfCall(call) === 'ship' ? context.safe(call, 'missing', { call: 'ship' }, [replace(call, call.text.replace('ship', 'send'))]) : null),
    });
    const files = { 'shop.py': 'from books import a, send, ship\nship(a)\n' };
    await runTexts(files, [{ transform: send }, { transform: giving('send', "by='air'") }], { gate });
    expect(again).toEqual([[expect.objectContaining({ transform: 'send' })], null]);
  });
});
