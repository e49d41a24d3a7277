/**
 * Folders whose Python files are not the project's own: dot-directories, installed packages, caches and
 * virtual environments.
 */

const NAMES = 'node_modules|site-packages|__pycache__|__pypackages__';
const FOREIGN_FOLDER = new RegExp(`^(?:\\.|(?:${NAMES})$)`);
const BELOW_FOREIGN = new RegExp(`(?:^|/)(?:\\.[^/]*|${NAMES})/`);

/** What every virtual environment holds, whatever it is called: that of venv, of old virtualenv, of conda. */
export const ENVIRONMENT_MARKS = ['pyvenv.cfg', 'bin/activate', 'Scripts/activate', 'conda-meta/history'];

/** Whether a folder of this name is left out. */
export function isForeignFolder(name: string): boolean {
  return FOREIGN_FOLDER.test(name);
}

/** Drops what lies below a foreign folder, given all paths in it including the marks of environments. */
export function ownPaths(paths: readonly string[]): string[] {
  const environments = new Set(paths.map(environmentOf).filter((folder) => folder !== null));
  return paths.filter((path) => !BELOW_FOREIGN.test(path) && (environments.size === 0 || !liesBelow(path, environments)));
}

/** The environment that a path is the mark of. A project whose own folder is one keeps its files. */
function environmentOf(path: string): string | null {
  if (path.endsWith('.py')) return null;
  const mark = ENVIRONMENT_MARKS.find((name) => path.endsWith(`/${name}`));
  return mark === undefined ? null : path.slice(0, -mark.length - 1);
}

/** Whether one of the folders is an ancestor of the path. */
function liesBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (folders.has(path.slice(0, end))) return true;
  }
  return false;
}
