/** The fact source of settings: what each file writes, and what comes of it. */
import { roleOf } from '../../core/roles.js';
import type { PyModule } from '../../python/module.js';
import type { PyNode } from '../../python/tree.js';
import type { FactSource } from '../facts.js';
import { aliasesOf, type Aliases } from './aliases.js';
import type { SettingsData } from './known.js';
import { configurationsIn, namingsIn } from './namings.js';
import { projectsOf } from './projects.js';
import { spanOf } from './read.js';
import { CORE_SETTINGS, isSettingsPath } from './roles.js';
import { statementsOf } from './statements.js';
import { configurationsInText, namesSettings, namingsInText } from './texts.js';
import type { SettingsLeaf, Touch } from './written.js';

/** What files hold that settings are made of or named in, wherever they lie. */
const LITERALS = [
  'DJANGO_SETTINGS_MODULE', 'DJANGO_CONFIGURATION', 'INSTALLED_APPS', 'MIDDLEWARE', 'DATABASES', 'ROOT_URLCONF', 'TEMPLATES = ', 'CACHES', 'REST_FRAMEWORK',
  'AUTH_USER_MODEL = ', 'DEFAULT_AUTO_FIELD', 'SECRET_KEY', 'ALLOWED_HOSTS', 'CORS_', 'SECURE_', 'SESSION_ENGINE', 'SESSION_COOKIE', 'STORAGES', 'LOGGING = ',
  'base import *', 'common import *', 'settings import *', 'split_settings', 'load_settings',
];

export const settingsFacts: FactSource<SettingsLeaf, SettingsData> = {
  id: 'settings',
  python: { literals: [LITERALS], wants: wantsPython, collect: collectPython },
  texts: { wants: namesSettings, collect: collectText },
  merge: projectsOf,
};

const SETS_TRACKED = new RegExp(`^[ \\t]*(?:${CORE_SETTINGS})\\b[^\\n=]*[+|]?=[^=]`, 'm');

/** Files that look like settings are read whatever they hold: any of them may be star-imported. */
function wantsPython(path: string): boolean | null {
  if (isSettingsPath(path)) return true;
  const role = roleOf(path);
  return role === 'code' || (role === 'test' && /(^|\/)(conftest|\w*config|\w*settings\w*)\.py$/.test(path)) ? null : false;
}

function collectPython(module: PyModule): SettingsLeaf | null {
  const aliases = aliasesOf(module);
  const { text, root } = module.tree;
  const isSettings = SETS_TRACKED.test(text) || /split_settings|load_settings/.test(text) || isSettingsPath(module.path);
  const leaf: SettingsLeaf = {
    namings: namingsIn(module, aliases),
    configurations: configurationsIn(module, aliases),
    touches: module.role === 'code' ? touchesIn(module, aliases) : [],
    statements: isSettings ? statementsOf(root, aliases) : starsOf(root),
  };
  return leafOrNull(leaf);
}

function collectText(path: string, text: string): SettingsLeaf | null {
  return leafOrNull({ namings: namingsInText(path, text), configurations: configurationsInText(text), touches: [], statements: [] });
}

function leafOrNull(leaf: SettingsLeaf): SettingsLeaf | null {
  return Object.values(leaf).every((part: readonly unknown[]) => part.length === 0) ? null : leaf;
}

function starsOf(root: PyNode): SettingsLeaf['statements'] {
  const stars = root.named.filter((node) => node.type === 'import_from_statement' && node.named.some((child) => child.type === 'wildcard_import'));
  return stars.map((node) => ({ kind: 'star', module: node.child('module_name')?.text ?? '', optional: false, span: spanOf(node) }));
}

const CHANGES = new Set(['append', 'insert', 'extend', 'remove', 'pop', 'update', 'setdefault', 'clear']);

/** `settings.MIDDLEWARE.append(…)`, `settings.DATABASES["x"] = …`, `from shop.settings import MIDDLEWARE; MIDDLEWARE += …`. */
function touchesIn(module: PyModule, aliases: Aliases): readonly Touch[] {
  const calls = module.tree.nodes('call').flatMap((call) => {
    const callee = call.child('function');
    return callee?.type === 'attribute' && CHANGES.has(callee.child('attribute')?.text ?? '') ? [callee.child('object')] : [];
  });
  const assigned = ['assignment', 'augmented_assignment'].flatMap((type) => module.tree.nodes(type).map((node) => node.child('left')));
  return [...calls, ...assigned].flatMap((node) => {
    const name = node === null ? null : settingNamed(node, aliases);
    return node === null || name === null ? [] : [{ name, span: spanOf(node) }];
  });
}

function settingNamed(node: PyNode, aliases: Aliases): string | null {
  if (node.type === 'subscript') {
    const holder = node.child('value');
    return holder === null ? null : settingNamed(holder, aliases);
  }
  if (node.type !== 'attribute' && node.type !== 'identifier') return null;
  return /(?:^|\.)settings(?:\.\w+)?\.([A-Z][A-Z0-9_]+)$/.exec(aliases.path(node))?.[1] ?? null;
}
