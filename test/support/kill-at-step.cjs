/**
 * Preloaded into a process, ends it with SIGKILL in front of its nth change to the disk, where n is KILL_AT;
 * a file that it was about to write is left half-written.
 */
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const CHANGES = [
  'closeSync', 'fchmodSync', 'fchownSync', 'fsyncSync', 'linkSync', 'mkdirSync', 'openSync', 'renameSync', 'rmSync', 'rmdirSync',
  'unlinkSync', 'writeFileSync',
];

const last = Number(process.env.KILL_AT);
let step = 0;

for (const name of CHANGES) {
  const change = fs[name];
  fs[name] = (...given) => {
    step += 1;
    if (step !== last) return change(...given);
    if (name === 'writeFileSync') change(given[0], given[1].subarray(0, given[1].length / 2));
    return process.kill(process.pid, 'SIGKILL');
  };
}
syncBuiltinESMExports();
