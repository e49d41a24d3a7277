/** What a settings module is for, and which files are never the settings. */
import type { EntryModule, EntryRole } from './known.js';
import { nameOf } from './locate.js';

type How = EntryModule['named'][number]['via'];

/** How much it tells that a module is named somewhere: the first knows best. */
const RANKS: readonly How[] = ['wsgi', 'asgi', 'celery', 'manage', 'docker', 'deploy', 'script', 'sibling', 'guess', 'ci', 'test'];

export function rankOf(via: How): number {
  return RANKS.indexOf(via);
}

const BACKUP = /(^|[._ -])(backup|bak|old|copy|orig|original|save|saved|deprecated|unused|sample|example)([._ -]|\d|$)/i;

const ASIDE = /(^|\/)(docs?|examples?|demos?|sandbox|samples?|project_template|cookiecutter[^/]*|[^/]*\{\{[^/]*|node_modules)\//;

/** A copy beside the live file, or a project that is only there to be read. */
export function isNeverSettings(path: string): boolean {
  const isPackage = nameOf(path) === '__init__.py';
  const own = isPackage ? path.split('/').at(-2) ?? '' : nameOf(path).replace(/\.py$/, '');
  return BACKUP.test(own) || ASIDE.test(path);
}

const BY_NAME: readonly (readonly [RegExp, EntryRole])[] = [
  [/(^|[._])(tests?|testing|ci|travis|drone|github(_actions)?|pytest|unittests?|e2e)([._]|$)/i, 'test'],
  [/(^|[._])(prod|production|live|staging|stage|deploy|deployment|heroku|release)([._]|$)/i, 'production'],
  [/(^|[._])(dev|devel|develop|development|local|debug)([._]|$)/i, 'development'],
];

/** The role that the name of a module tells of, without its first part, which names the project; null where it tells none. */
export function roleByName(module: string): EntryRole | null {
  const [first = '', ...rest] = module.split('.');
  const telling = rest.length === 0 || /^(tests?|testing)$/.test(first) ? module : rest.join('.');
  return BY_NAME.find(([shape]) => shape.test(telling))?.[1] ?? null;
}

export function roleOfEntry(module: string, vias: readonly How[]): EntryRole {
  const byName = roleByName(module);
  if (byName !== null) return byName;
  return vias.every((via) => via === 'test' || via === 'ci') ? 'test' : 'production';
}

/** What a module of settings sets, as alternatives of a pattern. */
export const CORE_SETTINGS =
  'INSTALLED_APPS|MIDDLEWARE|MIDDLEWARE_CLASSES|DATABASES|ROOT_URLCONF|TEMPLATES|CACHES|REST_FRAMEWORK|AUTH_USER_MODEL|DEFAULT_AUTO_FIELD|' +
  'SECRET_KEY|ALLOWED_HOSTS|DEBUG|CORS_\\w+|SECURE_\\w+|CSRF_\\w+|SESSION_\\w+|STORAGES|USE_TZ|LOGGING';

/** Settings of Django, DRF and Celery: whole names, and what a name begins with. */
const NAMES = [
  'MAILERS', 'TIME_ZONE', 'LANGUAGE_CODE', 'MIGRATION_MODULES', 'TASKS', 'X_FRAME_OPTIONS', 'APPEND_SLASH', 'SITE_ID', 'INTERNAL_IPS', 'GRAPHENE',
  'SPECTACULAR_SETTINGS', 'CHANNEL_LAYERS', 'LOCALE_PATHS', 'ASGI_APPLICATION', 'WSGI_APPLICATION',
];
const PREFIXES = ['DATABASE', 'TEMPLATE', 'AUTH', 'LOGIN', 'STATIC', 'MEDIA', 'USE', 'EMAIL', 'CACHE', 'TEST', 'CELERY', 'CONN', 'FILE', 'DATA', 'PASSWORD'];

/** What facts keep; a project's own settings are used while the modules run. */
const KEPT = new RegExp(`^(?:${CORE_SETTINGS}|${NAMES.join('|')}|(?:${PREFIXES.join('|')})_\\w+|STATICFILES_\\w+|AUTHENTICATION_BACKENDS)$`);

export function isKept(name: string): boolean {
  return KEPT.test(name);
}

const SETTINGS_PATH = /(^|\/)(settings|config|conf|configuration)\/[^/]+\.py$|(^|\/)[^/]*settings[^/]*\.py$|(^|\/)settings\/.*\.py$/;

const ENTRY_PATH = /(^|\/)(manage|wsgi|asgi|celery\w*)\.py$|(^|\/)(wsgi|asgi)\/__init__\.py$/;

/** Whether a file is called as settings are, or as what names them. */
export function isSettingsPath(path: string): boolean {
  return (SETTINGS_PATH.test(path) || ENTRY_PATH.test(path)) && !/(^|\/)(\w*migrations|management|node_modules)\//.test(path);
}
