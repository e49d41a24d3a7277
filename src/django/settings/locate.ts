/** Where a project's modules are, judged by the list of its files. */

export class Files {
  private readonly paths: ReadonlySet<string>;
  /** By file name; only Python files. */
  private readonly byName = new Map<string, string[]>();

  constructor(paths: readonly string[]) {
    this.paths = new Set(paths);
    for (const path of paths) {
      if (!path.endsWith('.py')) continue;
      const same = this.byName.get(nameOf(path));
      if (same === undefined) this.byName.set(nameOf(path), [path]);
      else same.push(path);
    }
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  /** The file of a module as a file of the project imports it; null where the project has none. */
  imported(module: string, from: string): string | null {
    if (!module.startsWith('.')) return this.above(module, from);
    const dots = /^\.+/.exec(module)?.[0].length ?? 1;
    const folder = folderOf(from).split('/');
    const base = folder.slice(0, folder.length - (dots - 1)).join('/');
    return this.at(base, module.slice(dots));
  }

  /** The file of a module that a text names, wherever the folder is that its imports start from. */
  named(module: string, from: string): string | null {
    const near = this.above(module, from);
    if (near !== null) return near;
    const steps = module.replaceAll('.', '/');
    const [file, folder] = [`/${steps}.py`, `/${steps}/__init__.py`];
    const found = [...this.like(`${steps.split('/').at(-1)}.py`, file), ...this.like('__init__.py', folder)];
    return found.sort((one, other) => one.length - other.length || (one < other ? -1 : 1))[0] ?? null;
  }

  /** Python files below the folder of a dotted package whose name goes on with the rest of `prefix`. */
  startingWith(prefix: string, from: string): readonly string[] {
    const steps = prefix.split('.');
    const name = steps.pop() ?? '';
    for (const root of above(folderOf(from))) {
      const start = `${join(root, steps.join('/'))}/${name}`;
      const found = [...this.paths].filter((path) => path.startsWith(start) && path.endsWith('.py') && !path.slice(start.length).includes('/'));
      if (found.length > 0) return found.filter((path) => !path.endsWith('__init__.py')).sort();
    }
    return [];
  }

  /** The files that a glob of django-split-settings names, from the folder of the file that includes them. */
  matching(pattern: string, from: string): readonly string[] {
    const whole = join(folderOf(from), pattern);
    if (this.paths.has(whole)) return [whole];
    if (!pattern.includes('*')) return [];
    const shape = new RegExp(`^${whole.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*')}$`);
    return [...this.paths].filter((path) => shape.test(path)).sort();
  }

  private above(module: string, from: string): string | null {
    for (const root of above(folderOf(from))) {
      const found = this.at(root, module);
      if (found !== null) return found;
    }
    return null;
  }

  private at(root: string, module: string): string | null {
    const place = join(root, module.replaceAll('.', '/'));
    const candidates = module === '' ? [join(root, '__init__.py')] : [`${place}/__init__.py`, `${place}.py`];
    return candidates.find((path) => this.paths.has(path)) ?? null;
  }

  private like(name: string, end: string): readonly string[] {
    return (this.byName.get(name) ?? []).filter((path) => `/${path}`.endsWith(end));
  }
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder and those above it, nearest first; the root is ''. */
export function above(folder: string): readonly string[] {
  return folder === '' ? [''] : [folder, ...above(folderOf(folder))];
}

function join(folder: string, name: string): string {
  const steps = `${folder}/${name}`.split('/').filter((step) => step !== '' && step !== '.');
  const path: string[] = [];
  for (const step of steps) {
    if (step === '..') path.pop();
    else path.push(step);
  }
  return path.join('/');
}
