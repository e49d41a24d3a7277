import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { UserError } from '../../core/errors.js';
import type { Finding } from '../../core/types.js';
import type { Batches } from '../../engine/request.js';
import { branchSummary } from '../../report/branchSummary.js';
import { prBody, type BranchStory } from '../../report/prBody.js';
import type { Report } from '../../report/report.js';
import { showLine, type Look } from '../../report/text.js';
import { Deliverer, type Delivery, type Made, type Parcel } from '../../write/branch/deliver.js';
import { openGit, RunError, type Git } from '../../write/branch/git.js';
import { onInterrupt } from '../../write/branch/interrupt.js';
import { removeLeftovers } from '../../write/branch/leftovers.js';
import { Processes } from '../../write/branch/processes.js';
import {
  checkIdentity, checkName, commitOf, createBranch, findBase, locateRepository, type Base, type Repository,
} from '../../write/branch/repository.js';
import { Trials } from '../../write/branch/trials.js';
import { Worktree } from '../../write/branch/worktree.js';
import type { Invocation } from '../args.js';
import { findCandidates, madeOf, sceneIn, type Candidates } from '../branch/candidates.js';
import { narrate } from '../branch/narrator.js';
import { parcelsOf, whyOf, type Titled } from '../branch/parcels.js';
import { asJson, storyOf } from '../branch/story.js';
import { exitCode, type ExitCode } from '../exit.js';
import { locateRoot } from '../locate.js';
import { nextCommand, shellQuote } from '../next.js';
import { outputsOf, writeReport, type Output } from '../output.js';
import { sayFaults } from '../remarks.js';
import { publish } from '../render.js';
import { prepare, reportOn, wantedBy, type Prepared, type Scene } from '../survey.js';
import { writeErr, type Terminal } from '../terminal.js';
import { version } from '../version.js';

/** What a branch is made with. */
interface Job {
  readonly invocation: Invocation;
  readonly terminal: Terminal;
  readonly outputs: readonly Output[];
  readonly name: string;
  readonly paths: readonly string[];
  /** The user's, by its real path. */
  readonly root: string;
  readonly processes: Processes;
  readonly git: Git;
  readonly repository: Repository;
  readonly base: Base;
}

/** Applies the fixes in a new branch, through a temporary worktree; the user's checkout stays as it is. */
export async function branch(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { flags, operands: [name = '', ...paths] } = invocation;
  const outputs = outputsOf(flags, 'text');
  if (flags.prBody !== null) checkBody(flags.prBody, flags.output);
  const root = realpathSync(locateRoot(flags.root));
  const processes = new Processes();
  const git = openGit(processes, root);
  const repository = await locateRepository(git);
  await checkName(git, name);
  const base = await findBase(git, flags.base);
  await checkIdentity(git);
  sayBase(base, terminal);
  removeLeftovers(repository.common);
  const forget = onInterrupt(() => cleanUp(processes, repository));
  try {
    return await inWorktree({ invocation, terminal, outputs, name, paths, root, processes, git, repository, base });
  } catch (error) {
    if (error instanceof RunError) writeErr(error.lines.map((line) => `  | ${line}\n`).join(''));
    throw error;
  } finally {
    forget();
  }
}

/** Throws a `UserError` where the text of the pull request has no file of its own. */
function checkBody(file: string, output: readonly string[]): void {
  if (file === '-') throw new UserError('--pr-body takes a file');
  outputsOf({ format: null, output: [...output, `markdown:${file}`] }, 'text');
}

async function cleanUp(processes: Processes, { common }: Repository): Promise<void> {
  await processes.close();
  removeLeftovers(common);
  writeErr('\npitstop: interrupted; the temporary worktree is gone\n');
}

function sayBase({ name, isDirty, submodules }: Base, terminal: Terminal): void {
  terminal.say(`from ${name}${isDirty ? '; your uncommitted changes are not in it' : ''}`);
  if (submodules.length > 0) terminal.say(`submodules are left out, and empty where --verify runs: ${showLine(submodules.join(', '))}`);
}

async function inWorktree(job: Job): Promise<ExitCode> {
  const { git, repository, base, terminal } = job;
  const worktree = await Worktree.open(git, repository, base.commit);
  try {
    return await inPlace(job, worktree);
  } finally {
    terminal.detail('removing the worktree');
    worktree.discard();
  }
}

async function inPlace(job: Job, worktree: Worktree): Promise<ExitCode> {
  const { invocation: { flags }, root, paths, name, base } = job;
  const prepared = await prepareIn(job, sceneIn(worktree.root, root, paths, base.name), worktree);
  const isWithin = wantedBy({ suggested: flags.suggested }, prepared.settings);
  const obstacles = new Map<string, string>();
  const candidates = await findCandidates(prepared, (finding) => isWithin(finding) && isReachable(finding, worktree, obstacles));
  const whole = { ...reportOn(prepared, candidates.outcome, flags.safe ? isWithin : null), root };
  const parcels = parcelsOf(whole, flags.commitPer, base.short, trailers(job));
  const delivery = parcels.length === 0 ? { commits: [], dropped: [] } : await deliver(job, worktree, candidates, parcels);
  const report = await landed(whole, delivery, candidates, worktree, base);
  const story = storyOf({ branch: name, base, verify: flags.verify, candidates, delivery, report, obstacles });
  await createAtLast(job, delivery, story, report);
  await present(job, report, story);
  await sayFaults(report);
  const taken = new Set(report.plan.taken);
  return exitCode(report.plan, report.plan.findings.filter((finding) => isWithin(finding) && !taken.has(finding.key)).length, flags.check);
}

/** The report with what is in the branch as what was taken. Migrations are named after what else is in them. */
async function landed(report: Report, { commits }: Delivery, candidates: Candidates, worktree: Worktree, base: Base): Promise<Report> {
  const taken = commits.flatMap(({ keys }) => keys);
  const isNamed = report.plan.findings.some(({ changes }) => changes.some(({ kind }) => kind === 'create'));
  if (taken.length === report.plan.taken.length && !isNamed) return report;
  await worktree.show(base.commit);
  const { files, findings } = await candidates.outcomeWith(new Set(taken), batchesOf(commits.map(({ parcel }) => parcel)));
  const known = new Map(findings.map((finding) => [finding.key, finding]));
  const now = (finding: Finding): Finding => known.get(finding.key) ?? finding;
  const plan = { ...report.plan, taken, files, findings: report.plan.findings.map(now) };
  return { ...report, plan, findings: report.findings.map(now) };
}

/** Each commit has migrations of its own, which later ones leave alone. */
function batchesOf(parcels: readonly Parcel[]): Batches {
  return new Map(parcels.flatMap(({ keys }, at) => keys.map((key) => [key, at] as const)));
}

/** What is wrong with the configuration is said of the file as the user knows it. */
async function prepareIn({ invocation: { flags }, terminal, git }: Job, scene: Scene, worktree: Worktree): Promise<Prepared> {
  const since = flags.since === null ? null : await commitOf(git, flags.since);
  try {
    return await prepare({ ...flags, since: since ?? flags.since }, scene, terminal);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { folder } = worktree.git;
    const named = [folder, relative('.', folder)].reduce((message, name) => message.replaceAll(`${name}/`, ''), error.message);
    throw new UserError(named, error.hint);
  }
}

/** A link that leads out of the worktree may lead to the user's own file. */
function isReachable({ changes }: Finding, worktree: Worktree, obstacles: Map<string, string>): boolean {
  return changes.every(({ path }) => {
    const obstacle = worktree.obstacle(path);
    if (obstacle !== null) obstacles.set(path, obstacle);
    return obstacle === null;
  });
}

async function deliver(job: Job, worktree: Worktree, { outcomeWith }: Candidates, parcels: readonly Titled[]): Promise<Delivery> {
  const { invocation: { flags }, terminal, root, processes, base } = job;
  const onOutput = (chunk: Buffer): void => (flags.verbose ? writeErr(chunk.toString('utf8')) : undefined);
  const trials = flags.verify === null ? null : new Trials(worktree, processes, { command: flags.verify, userRoot: root, onOutput });
  const narrator = narrate(flags, terminal);
  const batches = batchesOf(parcels);
  const make = async (keys: ReadonlySet<string>): Promise<Made> => madeOf(await outcomeWith(keys, batches));
  return new Deliverer({ worktree, base: base.commit, make, trials, narrator, hooks: flags.hooks, sign: flags.sign }).deliver(parcels);
}

/** The branch comes last: whatever goes wrong before it leaves none. */
async function createAtLast({ git, name, invocation: { flags } }: Job, { commits }: Delivery, story: BranchStory, report: Report): Promise<void> {
  const tip = commits.at(-1);
  if (tip === undefined) return;
  await createBranch(git, name, tip.id);
  if (flags.prBody !== null) writeReport(flags.prBody, prBody(report, story, whyOf));
}

async function present(job: Job, report: Report, story: BranchStory): Promise<void> {
  const { invocation, terminal, outputs, base } = job;
  const next = nextStep(job, report, story);
  const text = (look: Look): Promise<string> => Promise.resolve(branchSummary(report, story, look, next));
  await publish(report, outputs, invocation, terminal, { text, json: asJson(story, base), done: new Set(report.plan.taken), fix: null });
  if (outputs.some(({ format, file }) => format === 'text' && file === null)) return;
  terminal.say(branchSummary(report, story, { paint: terminal.remarkPaint, width: null }, next).trimEnd());
}

function nextStep({ invocation, paths }: Job, { plan }: Report, { commits, range }: BranchStory): string | null {
  if (commits.length > 0) return `git log -p ${range}`;
  const isLeft = plan.findings.some(({ verdict }) => verdict === 'suggested') && !invocation.flags.safe;
  return isLeft ? nextCommand('diff', { ...invocation, operands: paths }) : null;
}

/** What made a commit, for whoever wants to make it again. */
function trailers({ invocation, name, paths }: Job): [string, string][] {
  const { flags } = invocation;
  const own = [
    name,
    ...(flags.suggested ? ['--suggested'] : []),
    ...(flags.base === null ? [] : ['--base', flags.base]),
    ...(flags.commitPer === 'transform' ? [] : ['--commit-per', flags.commitPer]),
    ...(flags.verify === null ? [] : ['--verify', flags.verify]),
  ];
  const command = nextCommand(['branch', ...own.map(shellQuote)].join(' '), { ...invocation, operands: paths });
  return [['Pitstop-Version', version()], ['Pitstop-Command', command]];
}
