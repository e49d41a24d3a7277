/** Where the project's modules are, judged by the list of its files alone. */
export class ModuleIndex {
  readonly #paths: ReadonlySet<string>;
  /** Folders that hold a `manage.py`: Django runs there, so imports start there. */
  readonly #projects: ReadonlySet<string>;
  readonly #roots = new Map<string, readonly string[]>();

  /** `paths`: every Python file, relative to the root, with forward slashes. */
  constructor(paths: Iterable<string>) {
    this.#paths = new Set(paths);
    this.#projects = new Set([...this.#paths].filter((path) => nameIn(path) === 'manage.py').map(folderOf));
  }

  /** The dotted name under which the project imports a file, such as `shop.orders.tasks`; a package has its own name. */
  nameOf(path: string): string {
    const [root = ''] = this.#rootsFor(folderOf(path));
    const below = root === '' ? path : path.slice(root.length + 1);
    const dotted = below.replace(/\.py$/, '').replaceAll('/', '.');
    return dotted.replace(/\.__init__$/, '');
  }

  /** The file of an absolute dotted module name as seen from the file at `from`; null if the project has none. */
  find(dotted: string, from: string): string | null {
    const steps = dotted.replaceAll('.', '/');
    for (const root of this.#rootsFor(folderOf(from))) {
      const place = root === '' ? steps : `${root}/${steps}`;
      const found = [`${place}/__init__.py`, `${place}.py`].find((path) => path !== from && this.#paths.has(path));
      if (found !== undefined) return found;
    }
    return null;
  }

  #rootsFor(folder: string): readonly string[] {
    const known = this.#roots.get(folder);
    if (known !== undefined) return known;
    const roots = this.#importRoots(folder);
    this.#roots.set(folder, roots);
    return roots;
  }

  /**
   * Where imports of the files in a folder may start, likeliest first: the folder of the Django project,
   * then those above that are no packages, nearest first. Below a `manage.py` a folder without
   * `__init__.py` is a namespace package, and its own files do not hide a library's modules.
   */
  #importRoots(folder: string): readonly string[] {
    const above = [folder, ...ancestors(folder)];
    const plain = above.filter((each) => each === '' || !this.#paths.has(`${each}/__init__.py`));
    const project = above.find((each) => this.#projects.has(each));
    if (project === undefined) return plain;
    return [...new Set([project, ...plain.filter((each) => each !== folder)])];
  }
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The folders above one, nearest first; the root is ''. */
function ancestors(folder: string): string[] {
  if (folder === '') return [];
  const parent = folderOf(folder);
  return [parent, ...ancestors(parent)];
}
