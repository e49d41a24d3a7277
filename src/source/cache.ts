import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file as it was, and what was learnt from it. */
interface Entry {
  readonly digest: string;
  readonly leaf: unknown;
}

type Entries = ReadonlyMap<string, Entry>;

interface Content {
  readonly build: string;
  readonly version: number;
  readonly files: Readonly<Record<string, readonly [digest: string, leaf: unknown]>>;
}

/** Files of the cache that are kept: some projects with a handful of kinds each. */
const KEPT = 60;
/** What is longer, in characters, is not worth reading. */
const LONGEST = 64_000_000;

/**
 * What pitstop remembers of a project in the user's cache folder, a file for each kind of facts. It is lost
 * whenever pitstop changes. What cannot be read is forgotten, what cannot be written is not remembered.
 */
export function userCache(root: string, version: string): { load(kind: string, version: number): Entries; save(kind: string, version: number, files: Entries): void } {
  const folder = join(cacheHome(), 'pitstop', version);
  const project = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const fileOf = (kind: string): string => join(folder, `${kind}-${project}.json`);
  return {
    load: (kind, of) => read(fileOf(kind), of),
    save: (kind, of, files) => write(folder, fileOf(kind), of, files),
  };
}

function cacheHome(): string {
  const given = process.env['XDG_CACHE_HOME'] ?? '';
  return isAbsolute(given) ? given : join(homedir(), '.cache');
}

function read(file: string, version: number): Entries {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<Content>;
    if (content.build !== build() || content.version !== version) return new Map();
    return new Map(Object.entries(content.files ?? {}).map(([path, [digest, leaf]]) => [path, { digest, leaf }]));
  } catch {
    return new Map();
  }
}

function write(folder: string, file: string, version: number, files: Entries): void {
  const content: Content = { build: build(), version, files: Object.fromEntries([...files].map(([path, { digest, leaf }]) => [path, [digest, leaf] as const])) };
  const text = JSON.stringify(content);
  if (text.length > LONGEST) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    replace(file, text);
    sweep(folder);
  } catch {
    return;
  }
}

function replace(file: string, text: string): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes what has not been written for longest. */
function sweep(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  if (files.length <= KEPT) return;
  const byAge = files.map((file) => ({ file, time: statSync(file).mtimeMs })).sort((one, other) => other.time - one.time);
  for (const { file } of byAge.slice(KEPT)) rmSync(file, { force: true });
}

/** Names all chunks of the command, and each chunk's name is made of what it holds. */
const COMMAND = import.meta.url.endsWith('.ts') ? import.meta.url : new URL('../cli/main.js', import.meta.url);

/** Tells builds of the same version apart. */
function build(): string {
  const { mtimeMs, size } = statSync(fileURLToPath(COMMAND));
  return `${mtimeMs}-${size}`;
}
