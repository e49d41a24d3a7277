import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

/** Rooms and packages that the files of a room may import, and words that they may not hold. See src/README.md. */
const LAW: Readonly<Record<string, { rooms: string[]; packages?: RegExp; never?: RegExp }>> = {
  core: { rooms: [], never: /\b(process|console)\./ },
  python: { rooms: ['core'], packages: /^tree-sitter(-python)?$/, never: /\b(process|console)\./ },
  celery: { rooms: ['core', 'python'], never: /\b(process|console)\./ },
  django: { rooms: ['core', 'python'], packages: /^(node:crypto|smol-toml)$/, never: /\b(process|console)\./ },
  source: { rooms: ['core', 'python'], packages: /./ },
  engine: { rooms: ['core', 'python', 'django'], packages: /^(node:crypto|magic-string)$/, never: /\b(process|console)\.|Date\.now|Math\.random/ },
  report: { rooms: ['core'], packages: /^(diff|lowlight|hast|node:buffer)$/, never: /\bconsole\./ },
  review: { rooms: ['core', 'report'], packages: /^(diff|@inquirer\/core)$/, never: /\bconsole\./ },
  write: { rooms: ['core'], packages: /./ },
  config: { rooms: ['core'], packages: /^smol-toml$/, never: /\b(process|console)\./ },
  cli: { rooms: ['core', 'python', 'django', 'source', 'engine', 'report', 'review', 'write', 'config', 'testing', '.'], packages: /./ },
  testing: { rooms: ['core', 'python', 'django', 'source', 'engine', 'report', 'write', 'config', '.'], packages: /./ },
  transforms: { rooms: ['core', 'python', 'celery', 'django'], never: /\b(process|console)\./ },
  '.': { rooms: ['core', 'python', 'django', 'source', 'engine', 'report', 'write', 'config', 'testing'], packages: /./ },
};

/** The files that touch the outside for their room. */
const DOORS: Readonly<Record<string, { rooms: string[]; packages: RegExp }>> = {
  'src/python/tree.ts': { rooms: [], packages: /^node:module$/ },
  'src/engine/worker.ts': { rooms: ['source'], packages: /^node:(crypto|worker_threads)$/ },
  'src/engine/pool.ts': { rooms: [], packages: /^node:worker_threads$/ },
};

const FILES = ['src', 'transforms'].filter((folder) => existsSync(folder)).flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(folder, name)),
);

function roomOf(path: string): string {
  const [top = '', room] = normalize(path).split('/');
  if (top === 'transforms') return top;
  return room === undefined || basename(path) === room ? '.' : room;
}

function importsOf(path: string): string[] {
  const found = readFileSync(path, 'utf8').matchAll(/^(?:import|export)\b[^'";]*?from '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm);
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

describe('the import law', () => {
  it.each(FILES)('%s', (path) => {
    const room = roomOf(path);
    const law = LAW[room];
    if (law === undefined) throw new Error(`src/README.md knows no room "${room}"`);
    const [own, foreign] = [importsOf(path).filter((name) => name.startsWith('.')), importsOf(path).filter((name) => !name.startsWith('.'))];
    const rooms = own.map((name) => roomOf(join(dirname(path), name)));
    const door = DOORS[path];
    expect(rooms.filter((name) => name !== room && !law.rooms.includes(name) && !door?.rooms.includes(name))).toEqual([]);
    expect(foreign.filter((name) => !law.packages?.test(name) && !door?.packages.test(name))).toEqual([]);
    expect(law.never?.exec(readFileSync(path, 'utf8'))?.[0]).toBeUndefined();
  });
});
