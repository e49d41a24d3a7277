/** Where files that are no Python name the settings module: containers, test configuration, process files. */
import type { Naming, Via } from './written.js';

/** Files that are read, by what their names tell of the settings that they name; the first that fits. */
const KINDS: readonly (readonly [Via, RegExp])[] = [
  ['ci', /(^|\/)(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.travis\.yml|\.circleci\/config\.yml)$/],
  ['test', /(^|\/)(pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml)$/],
  ['docker', /(^|\/)(([^/]*\.)?dockerfile[^/]*|(docker-)?compose[^/]*\.ya?ml)$/i],
  ['deploy', /(^|\/)(\.env[^/]*|[^/]*\.env|Procfile[^/]*|app\.json|render\.yaml|fly\.toml|[^/]*\.service|uwsgi[^/]*\.ini|supervisord?\.conf|[^/]*\.sh)$/],
  ['script', /(^|\/)(Makefile|justfile)$/],
];

/** `docker-compose.test.yml` */
const FOR_TESTS = /(^|[._-])tests?([._-]|$)/i;

function viaOf(path: string): Via | null {
  const via = KINDS.find(([, shape]) => shape.test(path))?.[0] ?? null;
  return via !== null && via !== 'ci' && FOR_TESTS.test(path.slice(path.lastIndexOf('/') + 1)) ? 'test' : via;
}

export function namesSettings(path: string): boolean {
  return viaOf(path) !== null && !/(^|\/)node_modules\//.test(path);
}

const NAMED = /(?:DJANGO_SETTINGS_MODULE["']?\s*[:= \t]\s*|--(?:settings|ds)[= ]\s*)(?:["']|\$\{DJANGO_SETTINGS_MODULE:-)?([A-Za-z_]\w*(?:\.\w+)*)/g;

export function namingsInText(path: string, text: string): readonly Naming[] {
  const via = viaOf(path) ?? 'script';
  return [...text.matchAll(NAMED)].flatMap((match) => {
    const start = match.index + match[0].length - (match[1] ?? '').length;
    if (isComment(text, match.index)) return [];
    return [{ module: match[1] ?? '', whole: true, via, span: { start, end: start + (match[1] ?? '').length } }];
  });
}

export function configurationsInText(text: string): readonly string[] {
  return [...text.matchAll(/DJANGO_CONFIGURATION["']?\s*[:= ]\s*["']?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '');
}

function isComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
  return /^\s*(#|;|\/\/)/.test(line);
}
