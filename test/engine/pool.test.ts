import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Loaded by the workers, so it is a file of its own: gives `ship` an argument and says in which thread it ran. */
const TRANSFORM = `
import { isMainThread } from 'node:worker_threads';
export default {
  id: 'ship-by', summary: '', family: 'bookshop', safety: 'safe', references: [], options: {},
  messages: { missing: '' },
  match: { literals: ['ship'], nodes: ['call'] },
  fix(call, context) {
    if (call.child('function').text !== 'ship' || call.text.includes('by=')) return null;
    if (call.text.includes('odd')) throw new Error('odd');
    const edit = { span: { start: call.end - 1, end: call.end - 1 }, code: { text: ", by='post'", imports: [] } };
    const draft = context.safe(call, 'missing', {}, [edit]);
    return context.options.telling ? { ...draft, message: isMainThread ? 'main' : 'worker' } : draft;
  },
};`;

/** Says of each place what it knows of the project. */
const INFORMED = `
import bare from './ship-by.mjs';
export default {
  ...bare,
  needs: ['versions'],
  fix(call, context) {
    const draft = bare.fix(call, context);
    return draft === null ? null : { ...draft, message: context.facts.versions.packages.django.evidence[0].path + ' in ' + bare.fix(call, { ...context, options: { telling: true } }).message };
  },
};`;

/** Runs the compiled package through its public door: real workers, real files. */
const SCRIPT = `
import { readdirSync } from 'node:fs';
const { encode, patternOf, prefilter, run, searchesOf } = await import(process.argv[1]);
const [root, url, jobs, telling] = process.argv.slice(2);
const files = readdirSync(root).filter((name) => name.endsWith('.py')).sort();
const { default: transform } = await import(url);
const { candidates } = prefilter(root, files, searchesOf([transform]).map(patternOf));
const outcome = await run({
  root, files, candidates: [candidates], transforms: [{ id: 'ship-by', url, values: { telling: telling === 'telling' }, chosen: [] }],
  others: async () => readdirSync(root).filter((name) => name.endsWith('.txt')),
  gate: async (findings) => findings.filter(({ span }) => span.start % 3 !== 0), encode, compile: null, complete: true, jobs: Number(jobs),
  discovery: { discovered: files.length, read: files.length, skipped: [] },
});
process.stdout.write(JSON.stringify(outcome));
`;

describe('a run in several threads', () => {
  let root = '';

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'pitstop-pool-'));
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, 'ship-by.mjs'), TRANSFORM);
    writeFileSync(join(root, 'informed.mjs'), INFORMED);
    writeFileSync(join(root, 'requirements.txt'), 'Django==5.2.1\n');
    for (let shop = 0; shop < 32; shop++) {
      const orders = Array.from({ length: 400 }, (_, at) => `def order_${at}():\n    ${shop % 4 === 1 && at % 40 === shop ? 'ship' : 'pack'}(${at})\n`);
      writeFileSync(join(root, `shop_${shop}.py`), `# What we ship.\n${orders.join('\n')}${shop === 5 ? 'ship(odd)\n' : ''}${shop === 9 ? 'ship(\n' : ''}`);
    }
  });

  afterAll(() => rmSync(root, { recursive: true }));

  function outcome(jobs: number, telling = '', transform = 'ship-by'): string {
    const base = `file://${resolve('dist/src/shared/index.js')}`;
    const url = `file://${join(root, `${transform}.mjs`)}`;
    const args = ['--input-type=module', '-e', SCRIPT, base, root, url, String(jobs), telling];
    return execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  }

  it('gives the same bytes as in one', () => {
    const alone = outcome(1);
    expect(JSON.parse(alone)).toMatchObject({ parsed: 31, skipped: [{ path: 'shop_9.py' }], faults: [{ path: 'shop_5.py', step: 'match' }] });
    expect(JSON.parse(alone).files).toHaveLength(6);
    expect(outcome(2)).toBe(alone);
    expect(outcome(5)).toBe(alone);
  });

  it('works in its workers', () => {
    const messages = (jobs: number): unknown[] => JSON.parse(outcome(jobs, 'telling')).findings.map(({ message }: { message: string }) => message);
    expect(new Set(messages(1))).toEqual(new Set(['main']));
    expect(new Set(messages(2))).toEqual(new Set(['worker']));
  });

  it('lets every one of them know the facts', () => {
    const messages = (jobs: number): unknown[] => JSON.parse(outcome(jobs, '', 'informed')).findings.map(({ message }: { message: string }) => message);
    expect(new Set(messages(1))).toEqual(new Set(['requirements.txt in main']));
    expect(new Set(messages(3))).toEqual(new Set(['requirements.txt in worker']));
  });
});
