import type { LoadModule, PyModule } from '../../src/python/module.js';
import type { Value } from '../../src/python/names.js';
import { openModule } from '../../src/python/open.js';
import { ModuleIndex } from '../../src/source/modules.js';

/** Opens the files of a project that exists in memory only; gives the module at `path`. */
export function moduleOf(files: Readonly<Record<string, string>>, path = Object.keys(files)[0] ?? ''): PyModule {
  const index = new ModuleIndex(Object.keys(files));
  const opened = new Map<string, PyModule | null>();
  const load: LoadModule = (dotted, from) => {
    const found = index.find(dotted, from);
    return found === null ? null : open(found);
  };
  const open = (at: string): PyModule | null => {
    if (!opened.has(at)) {
      const result = openModule({ path: at, name: index.nameOf(at), text: files[at] ?? '' }, load, at !== path);
      opened.set(at, 'module' in result ? result.module : null);
    }
    return opened.get(at) ?? null;
  };
  const module = open(path);
  if (module === null) throw new Error(`${path} does not parse`);
  return module;
}

/** A value in words: `requests.get`, `requests.Session()`, `requests.Session().get`, `def fetch`, `1 + 1`, `?parameter`. */
export function inWords(value: Value): string {
  if (value.kind === 'object') return value.path;
  if (value.kind === 'instance') return `${inWords(value.of)}()`;
  if (value.kind === 'member') return `${inWords(value.of)}.${value.name}`;
  if (value.kind === 'definition') return `${value.node.type === 'class_definition' ? 'class' : 'def'} ${value.node.child('name')?.text}`;
  if (value.kind === 'expression') return value.node.text;
  return `?${value.why}`;
}
