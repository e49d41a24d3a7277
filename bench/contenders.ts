import { demand, firstLine, run } from './command.js';
import { PITSTOP } from './paths.js';
import type { Peers } from './peers.js';
import { readReport } from './report.js';

/** A command that is measured, and a way to say what it finds. */
export interface Contender {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Exit statuses of a run that did its work. */
  readonly exits: readonly number[];
  found(folder: string): string;
}

const PATTERN = 'requests.get($$$)';

/** The two commands of pitstop first: the others are compared with them. */
export function contenders(peers: Peers): readonly [Contender, Contender, ...Contender[]] {
  return [
    pitstop('pitstop, request-timeout', ['--only', 'request-timeout']),
    pitstop('pitstop, all transforms', ['--no-cache']),
    pitstop('pitstop, http and celery', ['--only', 'http,celery']),
    pitstop('pitstop, all, facts known', []),
    {
      name: 'rg -l requests',
      command: [peers.ripgrep, '-l', 'requests', '.'],
      exits: [0, 1],
      found: (folder) => `${lines(run([peers.ripgrep, '-l', 'requests', '.'], { folder }).stdout)} files`,
    },
    {
      name: `ast-grep, ${PATTERN}`,
      command: [peers.astGrep, 'run', '--pattern', PATTERN, '--lang', 'python', '.'],
      exits: [0, 1],
      found: (folder) => {
        const command = [peers.astGrep, 'run', '--pattern', PATTERN, '--lang', 'python', '--json=stream', '.'] as const;
        return `${lines(run(command, { folder }).stdout)} matches`;
      },
    },
    {
      name: 'ruff, S113',
      command: [peers.ruff, 'check', '--no-cache', '--select', 'S113', '.'],
      exits: [0, 1],
      found: (folder) => ruffFindings(peers.ruff, folder),
    },
  ];
}

/** For the heading, such as `ripgrep 15.0.0 (rev 3a612f88b8)`. */
export function versions(peers: Peers): string[] {
  return Object.values(peers).map((program) => firstLine(demand([program, '--version']).toString('utf8')));
}

function pitstop(name: string, options: readonly string[]): Contender {
  const command: [string, ...string[]] = [process.execPath, PITSTOP, 'audit', ...options];
  const found = (folder: string): string => {
    const { findings, faults } = readReport(run([...command, '--format', 'json'], { folder }));
    const refused = findings.filter(({ verdict }) => verdict === 'refused').length;
    const text = `${findings.length - refused} offered, ${refused} refused`;
    return faults.length === 0 ? text : `${text}, ${faults.length} faults`;
  };
  return { name, command, exits: [0], found };
}

function ruffFindings(ruff: string, folder: string): string {
  const command = [ruff, 'check', '--no-cache', '--select', 'S113', '--output-format', 'json', '.'] as const;
  const { stdout, stderr } = run(command, { folder });
  const text = stdout.toString('utf8');
  if (text.trim() === '') return `failed: ${firstLine(stderr)}`;
  const found = JSON.parse(text) as { code: string | null }[];
  return `${found.filter(({ code }) => code === 'S113').length} findings`;
}

function lines(output: Buffer): number {
  return output.toString('utf8').split('\n').length - 1;
}
