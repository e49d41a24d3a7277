import { availableParallelism } from 'node:os';
import { transformIds } from '../source/catalogue.js';
import type { Finding, Gate, Skipped } from '../core/types.js';
import { searchesOf } from '../engine/pattern.js';
import type { Candidate, Compile, Outcome, RunRequest } from '../engine/request.js';
import { run } from '../engine/run.js';
import type { Report } from '../report/report.js';
import { discover, type Discovered, type DiscoverRequest } from '../source/discover.js';
import { encode } from '../source/encoding.js';
import { patternOf, prefilter } from '../source/prefilter.js';
import { readSource, readText } from '../source/read.js';
import { listTracked } from '../source/tracked.js';
import type { Invocation } from './args.js';
import { readBaseline, type Baseline } from './baseline.js';
import type { Flags } from './flags.js';
import { locateConfig, locatePaths, locateRoot } from './locate.js';
import { openProgress, type Progress } from './progress.js';
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

/** Where a run looks: absolute paths; no paths mean the whole root. */
export interface Scene {
  readonly root: string;
  readonly paths: readonly string[];
}

/** What a run knows before it starts. */
export interface Prepared {
  readonly root: string;
  readonly found: Found;
  readonly settings: Settings;
  readonly jobs: number;
  readonly cache: boolean;
  /** Findings to be silent about. */
  readonly known: Baseline;
  /** Nobody wants to see how the work goes on. */
  readonly quiet: boolean;
}

/** From the command line to a plan: reads the project, writes nothing. */
export async function survey(invocation: Invocation, wish: Wish, terminal: Terminal): Promise<Survey> {
  const { flags, operands } = invocation;
  const root = locateRoot(flags.root);
  const prepared = await prepare(flags, { root, paths: locatePaths(root, operands) }, terminal);
  const isWanted = wantedBy(wish, prepared.settings);
  const gate: Gate = (findings) => Promise.resolve(wish.apply ? findings.filter(isWanted) : []);
  const outcome = await execute(prepared, { gate, compile: wish.apply ? compile : null });
  return { report: reportOn(prepared, outcome, flags.safe ? isWanted : null), wanted: outcome.findings.filter(isWanted) };
}

/** Lists the files and settles the settings that hold there. */
export async function prepare(flags: Flags, { root, paths }: Scene, terminal: Terminal): Promise<Prepared> {
  const known = flags.baseline === null || flags.baselineUpdate ? new Map() : readBaseline(flags.baseline);
  const config = await locateConfig(root, flags.config, transformIds());
  const exclude = [...(config?.exclude ?? []), ...flags.exclude];
  const listing = look({ root, paths, exclude, since: flags.since });
  const [looked, settings] = await Promise.all([listing, settleSettings(flags, config)]);
  const found = await withFactFiles(looked, root, exclude, settings);
  terminal.detail(`${root}: ${found.files.length} files; settings: ${config?.file ?? 'none'}; transforms: ${idsOf(settings)}`);
  return { root, found, settings, jobs: flags.jobs ?? availableParallelism(), cache: flags.cache, known, quiet: flags.quiet };
}

/** What a report starts from; `isShown`, where given, leaves out findings that are not refused. */
export function reportOn({ root, settings }: Prepared, outcome: Outcome, isShown: ((finding: Finding) => boolean) | null): Report {
  const rules = settings.choices.map(({ transform }) => transform);
  const findings = isShown === null ? outcome.findings : outcome.findings.filter((one) => one.verdict === 'refused' || isShown(one));
  const onDisk = textsOnDisk(root);
  return { version: version(), root, rules, plan: outcome, findings, textOf: (path, pass) => outcome.textOf(path, pass) ?? onDisk(path) };
}

/** The texts of files that a fix would edit but nobody has looked at, such as templates. */
function textsOnDisk(root: string): (path: string) => string | null {
  const known = new Map<string, string | null>();
  return (path) => {
    const text = known.has(path) ? known.get(path) : textOnDisk(root, path);
    known.set(path, text ?? null);
    return text ?? null;
  };
}

function textOnDisk(root: string, path: string): string | null {
  const source = path.endsWith('.py') ? readSource(root, path) : readText(root, path);
  return 'text' in source ? source.text : null;
}

function idsOf({ choices }: Settings): string {
  return choices.map(({ transform }) => transform.id).join(', ');
}

/** Whether a finding has changes that are within the chosen verdicts. */
export function wantedBy(wish: Pick<Wish, 'suggested'>, { promoted }: Settings): (finding: Finding) => boolean {
  return ({ verdict, transform, changes }) =>
    changes.length > 0 && (verdict === 'safe' || (verdict === 'suggested' && (wish.suggested || promoted.has(transform))));
}

interface Found extends Discovered {
  /** Every Python file in which a module of the project could be looked up. */
  readonly project: readonly string[];
  /** Whether `project` is all there is. */
  readonly isWhole: boolean;
}

/** Where only a part is looked at, git's list of the whole is cheap; a walk of who knows what is not. */
async function look(request: DiscoverRequest): Promise<Found> {
  const isPart = request.paths.length > 0 || request.since !== null;
  const [found, whole] = await Promise.all([discover(request), isPart ? listProject(request.root) : null]);
  return { ...found, project: whole ?? found.files, isWhole: !isPart || whole !== null };
}

/** What is said of a project as a whole has to be gathered from all of it. */
async function withFactFiles(found: Found, root: string, exclude: readonly string[], { choices }: Settings): Promise<Found> {
  const isAsked = choices.some(({ transform: { needs = [] } }) => needs.length > 0);
  if (found.isWhole || !isAsked) return found;
  const { files } = await discover({ root, paths: [], exclude, since: null });
  return { ...found, project: files, isWhole: true };
}

async function listProject(root: string): Promise<readonly string[] | null> {
  return (await listTracked(root))?.files ?? null;
}

/** Most runs change nothing that has to be compiled: what asks Python is loaded when it is needed. */
export const compile: Compile = async (files) => (await import('../source/compile.js')).compileAll(files);

type Manner = Pick<RunRequest, 'gate' | 'compile' | 'refusals' | 'batches'>;

/** Runs the engine, silent about what is known; `only`, where given, are the files to look at. */
export async function execute(prepared: Prepared, manner: Manner, only: ReadonlySet<string> | null = null): Promise<Outcome> {
  const { found, known, quiet } = prepared;
  const files = only === null ? found.files : found.files.filter((path) => only.has(path));
  const progress = openProgress(quiet, files.length);
  const isNews = ({ key }: Finding): boolean => !known.has(key);
  const gate: Gate = (findings, workbench) => manner.gate(findings.filter(isNews), workbench);
  try {
    const outcome = await engage(prepared, files, { ...manner, gate: progress?.around(gate) ?? gate }, progress);
    if (known.size === 0) return outcome;
    const findings = outcome.findings.filter(isNews);
    return { ...outcome, findings, known: outcome.findings.length - findings.length };
  } finally {
    progress?.close();
  }
}

async function engage(prepared: Prepared, files: readonly string[], manner: Manner, progress: Progress | null): Promise<Outcome> {
  const { root, found, jobs, settings: { choices } } = prepared;
  const discovery = { discovered: files.length, read: 0, skipped: [...found.skipped] };
  return run({
    ...manner,
    ...(progress !== null && { watch: progress }),
    jobs,
    complete: choices.length === transformIds().length,
    encode,
    root,
    files: found.project,
    ...(await cacheFor(prepared)),
    others: async () => (await import('../source/others.js')).listOthers(root),
    candidates: helpings(root, files, choices, discovery, progress),
    discovery,
    transforms: choices.map(({ transform: { id }, url, values, chosen }) => ({ id, url, values, chosen })),
  });
}

/** Only facts are remembered: where no transform needs any, there is nothing to load. */
async function cacheFor({ root, cache, settings: { choices } }: Prepared): Promise<Pick<RunRequest, 'cache'>> {
  if (!cache || !choices.some(({ transform: { needs = [] } }) => needs.length > 0)) return {};
  return { cache: (await import('../source/cache.js')).userCache(root, version()) };
}

/** How many files are searched at a time. */
const HELPING = 250;

/** Searches files as the run asks for more, and keeps count. */
function* helpings(
  root: string,
  files: readonly string[],
  choices: Settings['choices'],
  count: { read: number; skipped: Skipped[] },
  progress: Progress | null,
): Generator<readonly Candidate[]> {
  const patterns = searchesOf(choices.map(({ transform }) => transform)).map(patternOf);
  const size = files.length < 4 * HELPING ? files.length : HELPING;
  for (let at = 0; at < files.length; at += size) {
    const helping = files.slice(at, at + size);
    const { candidates, read, skipped } = prefilter(root, helping, patterns);
    progress?.found(helping.length);
    count.read += read;
    count.skipped.push(...skipped);
    yield candidates;
  }
}
