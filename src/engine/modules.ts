import type { LoadModule, PyModule } from '../python/module.js';
import { openModule } from '../python/open.js';
import type { Shelf } from './desk.js';

/** How much source text is kept parsed, in characters: a tree takes some 30 times as much memory. */
const KEPT = 600_000;

/** The project's modules that others import, parsed when asked for; the ones asked for last are kept. */
export class ModuleCache {
  private readonly modules = new Map<string, PyModule | null>();
  private kept = 0;

  constructor(private readonly shelf: Shelf) {}

  readonly load: LoadModule = (dotted, from) => {
    const path = this.shelf.find(dotted, from);
    if (path === null) return null;
    const known = this.modules.get(path);
    const module = known === undefined ? this.open(path) : known;
    this.keep(path, module, known === undefined);
    return module;
  };

  /** Parses a text as the file at a path; it is not kept. */
  parse(path: string, text: string): ReturnType<typeof openModule> {
    return openModule({ path, name: this.shelf.nameOf(path), text }, this.load);
  }

  /** For a file that may have changed on disk. */
  forget(path: string): void {
    const known = this.modules.get(path);
    if (known === undefined) return;
    this.kept -= size(known);
    this.modules.delete(path);
  }

  private open(path: string): PyModule | null {
    const source = this.shelf.read(path);
    if ('reason' in source) return null;
    const opened = openModule({ path, name: this.shelf.nameOf(path), text: source.text }, this.load, true);
    return 'problem' in opened ? null : opened.module;
  }

  private keep(path: string, module: PyModule | null, isNew: boolean): void {
    this.modules.delete(path);
    this.modules.set(path, module);
    if (!isNew) return;
    this.kept += size(module);
    for (const [oldest, other] of this.modules) {
      if (this.kept <= KEPT || oldest === path) return;
      this.kept -= size(other);
      this.modules.delete(oldest);
    }
  }
}

function size(module: PyModule | null): number {
  return module === null ? 0 : module.tree.text.length;
}
