import { availableParallelism } from 'node:os';
import { transformIds } from '../source/catalogue.js';
import type { Finding, Skipped } from '../core/types.js';
import { searchesOf } from '../engine/pattern.js';
import type { Candidate, Compile, Outcome, RunRequest } from '../engine/request.js';
import type { Report } from '../report/report.js';
import { discover, type Discovered, type DiscoverRequest } from '../source/discover.js';
import type { Invocation } from './args.js';
import { locateConfig, locatePaths, locateRoot } from './locate.js';
import { settleSettings, type Settings } from './settings.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

/** What a command wants of a run. */
export interface Wish {
  /** Work out the files that the wanted fixes give; without it they are only found. */
  readonly apply: boolean;
  /** All suggested fixes are wanted, not only those of promoted transforms. */
  readonly suggested: boolean;
}

export interface Survey {
  readonly report: Report;
  /** The findings with changes that are within the chosen verdicts. */
  readonly wanted: readonly Finding[];
}

/** From the command line to a plan: reads the project, writes nothing. */
export async function survey(invocation: Invocation, wish: Wish, terminal: Terminal): Promise<Survey> {
  const { flags } = invocation;
  const root = locateRoot(flags.root);
  const paths = locatePaths(root, invocation.operands);
  const ids = transformIds();
  const config = await locateConfig(root, flags.config, ids);
  const exclude = [...(config?.exclude ?? []), ...flags.exclude];
  const listing = look({ root, paths, exclude, since: flags.since });
  const [found, settings, engine] = await Promise.all([listing, settleSettings(flags, config), loadEngine()]);
  terminal.detail(`${root}: ${found.files.length} files; settings: ${config?.file ?? 'none'}; transforms: ${idsOf(settings)}`);
  const isWanted = wantedBy(wish, settings);
  const outcome = await execute(engine, root, found, settings, {
    gate: (finding) => Promise.resolve(wish.apply && isWanted(finding) ? 'take' : 'leave'),
    jobs: flags.jobs ?? availableParallelism(),
    compile: wish.apply ? compile : null,
    complete: settings.choices.length === ids.length,
  });
  const rules = settings.choices.map(({ transform }) => transform);
  const seen = flags.safe ? outcome.findings.filter((one) => one.verdict === 'refused' || isWanted(one)) : outcome.findings;
  return {
    report: { version: version(), root, rules, plan: outcome, findings: seen, textOf: outcome.textOf.bind(outcome) },
    wanted: outcome.findings.filter(isWanted),
  };
}

function idsOf({ choices }: Settings): string {
  return choices.map(({ transform }) => transform.id).join(', ');
}

function wantedBy(wish: Wish, { promoted }: Settings): (finding: Finding) => boolean {
  return ({ verdict, transform, changes }) =>
    changes.length > 0 && (verdict === 'safe' || (verdict === 'suggested' && (wish.suggested || promoted.has(transform))));
}

interface Found extends Discovered {
  /** Every Python file in which a module of the project could be looked up. */
  readonly project: readonly string[];
}

/** Where only a part is looked at, git's list of the whole is cheap; a walk of who knows what is not. */
async function look(request: DiscoverRequest): Promise<Found> {
  const isPart = request.paths.length > 0 || request.since !== null;
  const [found, whole] = await Promise.all([discover(request), isPart ? listProject(request.root) : null]);
  return { ...found, project: whole ?? found.files };
}

async function listProject(root: string): Promise<readonly string[] | null> {
  const { listTracked } = await import('../source/tracked.js');
  return (await listTracked(root))?.files ?? null;
}

/** Most runs change nothing that has to be compiled: what asks Python is loaded when it is needed. */
const compile: Compile = async (files) => (await import('../source/compile.js')).compileAll(files);

type Manner = Pick<RunRequest, 'gate' | 'jobs' | 'compile' | 'complete'>;

/** What a run needs, loaded while git lists the files. */
async function loadEngine() {
  const [{ run }, { patternOf, prefilter }, { encode }] = await Promise.all([
    import('../engine/run.js'),
    import('../source/prefilter.js'),
    import('../source/encoding.js'),
  ]);
  return { run, patternOf, prefilter, encode };
}

type Engine = Awaited<ReturnType<typeof loadEngine>>;

async function execute(engine: Engine, root: string, found: Found, { choices }: Settings, manner: Manner): Promise<Outcome> {
  const discovery = { discovered: found.files.length, read: 0, skipped: [...found.skipped] };
  return engine.run({
    ...manner,
    encode: engine.encode,
    root,
    files: found.project,
    candidates: helpings(engine, root, found.files, choices, discovery),
    discovery,
    transforms: choices.map(({ transform: { id }, url, values, chosen }) => ({ id, url, values, chosen })),
  });
}

/** How many files are searched at a time. */
const HELPING = 250;

/** Searches files as the run asks for more, and keeps count. */
function* helpings(
  { prefilter, patternOf }: Engine,
  root: string,
  files: readonly string[],
  choices: Settings['choices'],
  count: { read: number; skipped: Skipped[] },
): Generator<readonly Candidate[]> {
  const patterns = searchesOf(choices.map(({ transform }) => transform)).map(patternOf);
  const size = files.length < 4 * HELPING ? files.length : HELPING;
  for (let at = 0; at < files.length; at += size) {
    const { candidates, read, skipped } = prefilter(root, files.slice(at, at + size), patterns);
    count.read += read;
    count.skipped.push(...skipped);
    yield candidates;
  }
}
