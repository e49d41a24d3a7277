import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { demand, run } from './command.js';
import { contenders, versions, type Contender } from './contenders.js';
import { measure, median, type Measure } from './measure.js';
import { openPeers, type Peers } from './peers.js';
import { megabytes, table, thousands } from './table.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '7' } },
});
const runs = Number(values.runs);
const HEAD = ['command', 'median s', 'min–max s', '÷ request-timeout', '÷ all transforms', 'CPU s', 'peak MB', 'found'];

if (positionals.length === 0 || !(runs >= 1)) {
  process.stderr.write('usage: npm run bench -- [--runs N] DIR [DIR...]\n');
  process.exitCode = 2;
} else {
  const peers = openPeers(say);
  print(`# pitstop and its peers\n\n${machine(peers)}`);
  for (const folder of positionals) race(resolve(folder), peers);
}

function race(folder: string, peers: Peers): void {
  const racers = contenders(peers);
  print(`\n## ${title(folder, peers)}\n`);
  const found = racers.map((racer) => racer.found(folder));
  const measures = interleave(racers, folder);
  const rivals = measures.slice(0, 2).map((of) => median(of.map(({ seconds }) => seconds)));
  const rows = racers.map((racer, index) => row(racer, measures[index] ?? [], found[index] ?? '', rivals));
  print(table(HEAD, rows));
}

/** Round after round, so that whatever else the machine does falls on all alike; the first only warms up. */
function interleave(racers: readonly Contender[], folder: string): Measure[][] {
  const scratch = mkdtempSync(join(tmpdir(), 'pitstop-bench-'));
  try {
    const rounds = Array.from({ length: runs + 1 }, (_, round) => {
      say(`${basename(folder)}: round ${round} of ${runs}`);
      return racers.map((racer) => once(racer, folder, join(scratch, 'stdout')));
    });
    return racers.map((_, index) => rounds.slice(1).flatMap((round) => round[index] ?? []));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function once({ name, command, exits }: Contender, folder: string, output: string): Measure {
  const measured = measure(command, folder, output);
  if (!exits.includes(measured.exit)) {
    say(`${basename(folder)}: ${name} exited with ${measured.exit}`);
    process.exitCode = 1;
  }
  return measured;
}

function row({ name, exits }: Contender, measures: readonly Measure[], found: string, rivals: readonly number[]): string[] {
  const seconds = measures.map((measured) => measured.seconds);
  const middle = median(seconds);
  return [
    measures.every(({ exit }) => exits.includes(exit)) ? name : `${name} (failed)`,
    middle.toFixed(3),
    `${Math.min(...seconds).toFixed(3)}–${Math.max(...seconds).toFixed(3)}`,
    ...rivals.map((rival) => (middle / rival).toFixed(2)),
    median(measures.map(({ cpu }) => cpu)).toFixed(2),
    megabytes(Math.max(...measures.map(({ peak }) => peak))),
    found,
  ];
}

function title(folder: string, { ripgrep }: Peers): string {
  const listed = run([ripgrep, '--files', '--null', '--glob', '*.py', '.'], { folder }).stdout.toString('utf8');
  const files = listed.split('\0').filter((path) => path !== '');
  const bytes = files.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
  const { exit, stdout } = run(['git', 'rev-parse', '--short=8', 'HEAD'], { folder });
  const revision = exit === 0 ? ` at ${stdout.toString('utf8').trim()}` : '';
  return `${basename(folder)}${revision}: ${thousands(files.length)} Python files, ${megabytes(bytes)} MB`;
}

function machine(peers: Peers): string {
  const python = demand(['python3', '--version']).toString('utf8').trim();
  const cores = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`;
  return [
    `${cores}, ${process.platform} ${process.arch}, load ${(loadavg()[0] ?? 0).toFixed(2)} at the start`,
    [`Node ${process.version}`, python, ...versions(peers)].join(', '),
    `${runs} interleaved runs of whole processes after one to warm up; ÷ is a median over pitstop's`,
  ]
    .map((line) => `* ${line}`)
    .join('\n');
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
