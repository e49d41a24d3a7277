import { UserError } from '../../core/errors.js';
import type { Finding } from '../../core/types.js';
import type { Invocation } from '../args.js';
import { locatePaths, locateRoot } from '../locate.js';
import { compile, execute, prepare, reportOn, wantedBy, type Survey } from '../survey.js';
import type { Terminal } from '../terminal.js';
import { openCanvas } from './canvas.js';
import { guidesOf } from './guides.js';
import { Interview } from './interview.js';
import { Memory } from './memory.js';

/** A plan of what a person took, and the interview that it comes from. */
export interface Reviewed extends Survey {
  readonly interview: Interview;
}

/** Signals that end a review as `q` does: what was taken is made and written. In raw mode Ctrl-C is a key. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From the command line to a plan of what a person took. Writes nothing but the memory of the review. */
export async function review(invocation: Invocation, terminal: Terminal): Promise<Reviewed> {
  const { flags, operands } = invocation;
  if (flags.refused && flags.restart) throw new UserError('--refused asks nothing that could be asked again: leave out --restart');
  const canvas = openCanvas(flags);
  const root = locateRoot(flags.root);
  const prepared = await prepare(flags, { root, paths: locatePaths(root, operands) }, terminal);
  const isWanted = wantedBy({ suggested: !flags.safe }, prepared.settings);
  const isMeant = flags.refused ? ({ verdict }: Finding): boolean => verdict === 'refused' : isWanted;
  const interview = new Interview({
    root,
    canvas,
    memory: await Memory.open(root),
    isRestarted: flags.restart,
    isWalk: flags.refused,
    isAsked: (finding) => isMeant(finding) && !prepared.known.has(finding.key),
    guideOf: guidesOf(prepared.settings.choices),
  });
  const stop = (): void => interview.stop();
  SIGNALS.forEach((signal) => process.on(signal, stop));
  canvas.output.on('error', stop);
  const outcome = await execute(prepared, { gate: interview.gate, compile, refusals: flags.refused });
  return { report: reportOn(prepared, outcome, flags.safe ? isWanted : null), wanted: outcome.findings.filter(isWanted), interview };
}
