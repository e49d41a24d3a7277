/**
 * Bundles the compiled package: `node bundle.mjs [FOLDER]`, by default into `dist`.
 *
 * The worker, the public API and every transform become one file each. The command is split wherever it
 * says `import()`: what a run does not need is not even parsed, nor are the packages behind it loaded.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

const [outdir = 'dist'] = process.argv.slice(2);
const CHUNKS = 'src/chunks';

const SETTINGS = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  outdir,
  outbase: '.',
  logLevel: 'warning',
};

const COMMAND = resolve('src/cli/main.ts');
const WORKER = resolve('src/engine/worker.ts');
const TRANSFORMS = filesIn('transforms', false).map((name) => resolve('transforms', name));

/** What every audit runs. */
const USUAL = ['cli/args', 'cli/terminal', 'cli/version', 'cli/commands/audit', 'engine/worker', 'report/text'].map((name) => resolve(`src/${name}.ts`));

/** What every transform may use. */
const SHARED = ['core', 'python'].flatMap((room) => filesIn(`src/${room}`, true).map((name) => resolve(`src/${room}`, name)));

/**
 * A chunk is made for each set of files that share something: dozens of them, at a millisecond each. So
 * whatever is imported later is made to import all the usual files, and every transform and the worker all
 * that transforms may use: that gives a chunk for the one, and a chunk for the other.
 */
const fewChunks = {
  name: 'few chunks',
  setup({ onLoad }) {
    const later = importedLater();
    const first = importedBy(COMMAND);
    const everywhere = new Set([WORKER, ...TRANSFORMS, ...SHARED].flatMap((path) => [...importedBy(path)]));
    const addedTo = (path) => {
      if (first.has(path)) return [];
      if (path === WORKER || TRANSFORMS.includes(path) || (later.has(path) && everywhere.has(path))) return SHARED;
      return later.has(path) ? USUAL : [];
    };
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const imports = addedTo(path).map((added) => `import ${JSON.stringify(added)};\n`);
      return { contents: `${readFileSync(path, 'utf8')}\n${imports.join('')}`, loader: 'ts' };
    });
  },
};

function filesIn(folder, recursive) {
  return readdirSync(folder, { recursive, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
}

/** The files that are named in an `import()`. */
function importedLater() {
  const named = filesIn('src', true).flatMap((name) => {
    const found = readFileSync(join('src', name), 'utf8').matchAll(/\bimport\('(\.[^']*)\.js'\)/g);
    return [...found].map(([, path]) => resolve('src', dirname(name), `${path}.ts`));
  });
  return new Set(named);
}

/** A file and all that it imports at once. */
function importedBy(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  const found = readFileSync(path, 'utf8').matchAll(/^import (?!type )[^'";]* from '(\.[^']*)\.js';$/gm);
  for (const [, name] of found) importedBy(resolve(dirname(path), `${name}.ts`), seen);
  return seen;
}

/** Chunks are named after what they hold: those of an earlier build stay behind. */
function removeStale(outputs) {
  const made = new Set(Object.keys(outputs).map((path) => resolve(path)));
  for (const name of readdirSync(join(outdir, CHUNKS))) {
    const path = resolve(outdir, CHUNKS, name);
    if (!made.has(path)) rmSync(path);
  }
}

await build({ ...SETTINGS, entryPoints: [{ in: 'src/index.ts', out: 'src/shared/index' }] });
const run = { ...SETTINGS, entryPoints: [COMMAND, WORKER, ...TRANSFORMS], splitting: true, chunkNames: `${CHUNKS}/[name]-[hash]` };
const { metafile } = await build({ ...run, plugins: [fewChunks], metafile: true });
removeStale(metafile.outputs);
