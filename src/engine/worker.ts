/** The one place of the engine that reads files: the desk of a worker thread, and of a small run in the main thread. */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { SourceFile } from '../core/types.js';
import { SOURCES, type Registry } from '../django/sources.js';
import { ModuleIndex } from '../source/modules.js';
import { holdingAll, matchedGroups, prefilter } from '../source/prefilter.js';
import { readSource, readText } from '../source/read.js';
import type { Loaded } from './analyse.js';
import { inTurn } from './crew.js';
import { Desk, type Shelf } from './desk.js';
import type { Chosen } from './request.js';
import { load } from './load.js';
import type { News, TaskName, Tasks } from './tasks.js';

/** What a worker is told when it starts. */
export interface Setup {
  readonly root: string;
  readonly files: readonly string[];
  readonly transforms: readonly Chosen[];
}

/** Some items of one task. */
export interface Job {
  readonly task: TaskName;
  readonly items: readonly Tasks[TaskName][0][];
}

export interface Telling {
  readonly news: News;
}

export interface Done {
  readonly answers: readonly Tasks[TaskName][1][];
}

/** A desk that reads the files of a project as they are needed. */
export async function deskOnDisk({ root, files, transforms }: Setup): Promise<Desk> {
  let index: ModuleIndex | null = null;
  const modules = (): ModuleIndex => (index ??= new ModuleIndex(files));
  const shelf: Shelf = {
    read: (path) => readSource(root, path),
    readText: (path) => readText(root, path),
    search: (paths, searches) => prefilter(root, paths, searches.map(({ groups }) => holdingAll(groups))).candidates,
    find: (dotted, from) => modules().find(dotted, from),
    nameOf: (path) => modules().nameOf(path),
  };
  return new Desk(shelf, await Promise.all(transforms.map(load)));
}

/** A desk whose project is in memory. */
export function deskInMemory(
  files: Readonly<Record<string, string | SourceFile>>,
  transforms: readonly Loaded[],
  sources: Registry = SOURCES,
): Desk {
  const index = new ModuleIndex(Object.keys(files));
  const read = (path: string): ReturnType<Shelf['read']> => {
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    if (file === undefined) return { path, reason: 'unreadable', detail: 'no such file' };
    return typeof file === 'string' ? inMemory(path, file) : file;
  };
  const search: Shelf['search'] = (paths, searches) => {
    const patterns = searches.map(({ groups }) => holdingAll(groups));
    return paths.flatMap((path) => {
      const file = read(path);
      const bytes = 'reason' in file ? '' : Buffer.from(file.text).toString('latin1');
      const groups = matchedGroups(bytes, patterns);
      return groups === 0 ? [] : [{ path, groups, size: bytes.length }];
    });
  };
  const shelf: Shelf = { read, readText: read, search, find: (dotted, from) => index.find(dotted, from), nameOf: (path) => index.nameOf(path) };
  return new Desk(shelf, transforms, sources);
}

function inMemory(path: string, text: string): SourceFile {
  return { path, text, bom: false, encoding: 'utf-8', digest: createHash('sha256').update(text).digest('hex') };
}

if (parentPort !== null && (workerData as { kind?: unknown } | null)?.kind === 'pitstop desk') {
  const port = parentPort;
  const desk = deskOnDisk((workerData as { setup: Setup }).setup);
  port.on('message', async (message: Job | Telling) => {
    const ready = await desk;
    if ('news' in message) return ready.learn(message.news);
    const done: Done = { answers: await inTurn(ready, message.task, message.items) };
    port.postMessage(done);
  });
}
