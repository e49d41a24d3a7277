import { isatty } from 'node:tty';
import { plural } from '../../report/report.js';
import type { Narrator } from '../../write/branch/deliver.js';
import type { Flags } from '../flags.js';
import { writeErr, type Terminal } from '../terminal.js';

/** Tells on stderr what is tried and what came of it: on a terminal while it runs, elsewhere a line when it is done. */
export function narrate(flags: Pick<Flags, 'quiet' | 'verbose'>, terminal: Terminal): Narrator {
  const isLive = isatty(2) && !flags.quiet && !flags.verbose;
  let trying = '';
  return {
    trying: (parcel, fixes) => {
      const what = parcel === null ? 'the base' : `${parcel.name}${fixes === 0 ? ', after its hooks' : `, ${plural(fixes, 'fix', 'fixes')}`}`;
      trying = `verifying ${what}… `;
      if (isLive) writeErr(trying);
    },
    tried: ({ isGreen, seconds }) => {
      const verdict = terminal.remarkPaint(isGreen ? 'added' : 'removed', isGreen ? 'green' : 'red');
      const line = `${verdict} (${seconds.toFixed(1)} s)`;
      if (isLive) writeErr(`${line}\n`);
      else terminal.say(`${trying}${line}`);
    },
    committed: ({ id, parcel, keys }) => terminal.say(`committed ${id.slice(0, 8)} ${parcel.name}, ${plural(keys.length, 'fix', 'fixes')}`),
  };
}
