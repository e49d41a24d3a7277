import { databasesOf, isAllPostgres } from '../../src/django/settings/databases.js';
import type { EntryModule, Known, SettingsData } from '../../src/django/settings/known.js';
import { authUserModel, entryModules, isInstalled, isTouched, listOf, mainEntry, settingOf, settingsOf, textIn, valueOf } from '../../src/django/settings/query.js';
import { settingsFacts } from '../../src/django/settings/source.js';
import { gather } from '../support/gather.js';

type Files = Readonly<Record<string, string>>;

const NAMING = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookshop.settings")\n';

function factsOf(files: Files): SettingsData {
  return gather(settingsFacts, files);
}

/** One settings module, named by `wsgi.py`. */
function settings(text: string, more: Files = {}): EntryModule {
  return entry(factsOf({ 'manage.py': '', 'bookshop/__init__.py': '', 'bookshop/wsgi.py': NAMING, 'bookshop/settings.py': text, ...more }));
}

function entry(data: SettingsData): EntryModule {
  const found = data.projects.map(mainEntry)[0];
  if (found === null || found === undefined) throw new Error('no settings module');
  return found;
}

/** The items of a list in words: `a`, `b if DEBUG`, `…` where there may be more. */
function items(of: EntryModule, name = 'MIDDLEWARE'): string[] {
  const found = listOf(of, name);
  if (found.kind !== 'list') return [`<${found.kind}>`];
  const { list } = found;
  const words = list.items.map((item) => [textIn(item) ?? '?', ...item.guards.map(({ text, negated }) => `if ${negated ? 'not ' : ''}${text}`)].join(' '));
  return [...words, ...(list.open === null ? [] : ['…']), ...(list.unordered === null ? [] : ['(any order)'])];
}

function literal(value: Known | null): unknown {
  return value?.kind === 'literal' ? value.value : `<${value?.kind}>`;
}

describe('which module is the settings', () => {
  const SPLIT: Files = {
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookshop.settings.dev")\n',
    'bookshop/__init__.py': '',
    'bookshop/wsgi.py': 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "bookshop.settings.prod"\n',
    'bookshop/settings/__init__.py': '',
    'bookshop/settings/base.py': 'MIDDLEWARE = ["a"]\nDEBUG = False\n',
    'bookshop/settings/dev.py': 'from .base import *\nDEBUG = True\n',
    'bookshop/settings/prod.py': 'from .base import *\nMIDDLEWARE += ["b"]\n',
    'bookshop/settings/test.py': 'from .base import *\n',
    'pytest.ini': '[pytest]\nDJANGO_SETTINGS_MODULE = bookshop.settings.test\n',
  };

  test('what serves requests comes before what people run by hand, tests come last', () => {
    const entries = entryModules(factsOf(SPLIT));
    expect(entries.map(({ module, role }) => [module, role])).toEqual([
      ['bookshop.settings.prod', 'production'],
      ['bookshop.settings.dev', 'development'],
      ['bookshop.settings.test', 'test'],
    ]);
  });

  test('each reads the base first, and the last to write a setting wins', () => {
    const [prod, dev] = entryModules(factsOf(SPLIT)) as [EntryModule, EntryModule];
    expect(prod.files).toEqual(['bookshop/settings/prod.py', 'bookshop/settings/base.py']);
    expect(items(prod)).toEqual(['a', 'b']);
    expect(settingOf(prod, 'MIDDLEWARE')?.winner).toBe('bookshop/settings/prod.py');
    expect(items(dev)).toEqual(['a']);
    expect([literal(valueOf(dev, 'DEBUG')), settingOf(dev, 'DEBUG')?.winner]).toEqual([true, 'bookshop/settings/dev.py']);
  });

  test('a production module that nothing names, beside those that are named, is one too', () => {
    const { 'bookshop/wsgi.py': _, ...rest } = SPLIT;
    expect(entryModules(factsOf(rest))[0]).toMatchObject({ module: 'bookshop.settings.prod', role: 'production', named: [{ via: 'sibling' }] });
  });

  test.each(['settings_backup.py', 'settings.old.py', 'settings copy.py', 'settings_bak.py', 'settings_2024_old.py'])('%s is never the settings', (name) => {
    const data = factsOf({ 'manage.py': '', [`bookshop/${name}`]: 'INSTALLED_APPS = []\nMIDDLEWARE = []\n' });
    expect(settingsOf(data)).toEqual([]);
  });

  test('an example project is never the settings', () => {
    const data = factsOf({ 'example/manage.py': NAMING, 'example/bookshop/settings.py': 'INSTALLED_APPS = []\n' });
    expect(settingsOf(data)).toEqual([]);
  });

  test('an app has settings of its own, which are not the project\'s', () => {
    const orders = { 'orders/settings.py': 'PAGE = 20\n', 'orders/Dockerfile': 'ENV DJANGO_SETTINGS_MODULE=orders.settings\n' };
    const data = factsOf({ 'manage.py': NAMING, 'bookshop/settings.py': 'INSTALLED_APPS = []\n', ...orders });
    expect(entryModules(data).map(({ path }) => path)).toEqual(['bookshop/settings.py']);
  });

  test('every manage.py has a project of its own', () => {
    const one = { 'manage.py': NAMING, 'bookshop/settings.py': 'INSTALLED_APPS = ["shop"]\n' };
    const files = Object.fromEntries(['api', 'web'].flatMap((folder) => Object.entries(one).map(([path, text]) => [`${folder}/${path}`, text])));
    expect(settingsOf(factsOf(files)).map(({ root, entries }) => [root, entries.map(({ path }) => path)])).toEqual([
      ['api', ['api/bookshop/settings.py']],
      ['web', ['web/bookshop/settings.py']],
    ]);
  });

  test('where nothing names it, a file called settings that lists the apps is taken', () => {
    expect(entry(factsOf({ 'shop/settings.py': 'INSTALLED_APPS = ["shop"]\n' })).named[0]?.via).toBe('guess');
  });

  test.each([
    ['a default', 'os.environ["DJANGO_SETTINGS_MODULE"] = os.getenv("SETTINGS", "bookshop.settings")'],
    ['a name', 'module = "bookshop.settings"\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", module)'],
    ['a choice', 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookshop.settings" if live else "bookshop.missing")'],
  ])('%s names a module', (_, line) => {
    expect(entry(factsOf({ 'manage.py': '', 'bookshop/wsgi.py': `import os\n${line}\n`, 'bookshop/settings.py': 'MIDDLEWARE = []\n' })).path).toBe('bookshop/settings.py');
  });

  test('a computed name stands for every module that it may name', () => {
    const wsgi = 'import os\nname = os.environ["STAGE"]\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", f"bookshop.settings.{name}")\n';
    const entries = entryModules(factsOf({ ...SPLIT, 'manage.py': '', 'bookshop/wsgi.py': wsgi, 'pytest.ini': '' }));
    expect(entries.map(({ module }) => module).sort()).toEqual(['bookshop.settings.base', 'bookshop.settings.dev', 'bookshop.settings.prod', 'bookshop.settings.test']);
  });

  test.each([
    ['Dockerfile', 'FROM python:3.12\nENV DJANGO_SETTINGS_MODULE=bookshop.settings\n', 'docker'],
    ['docker-compose.yml', 'services:\n  web:\n    environment:\n      DJANGO_SETTINGS_MODULE: bookshop.settings\n', 'docker'],
    ['Procfile', 'web: gunicorn bookshop.wsgi\nrelease: python manage.py migrate --settings=bookshop.settings\n', 'deploy'],
    ['tox.ini', '[pytest]\naddopts = --ds=bookshop.settings\n', 'test'],
    ['pyproject.toml', '[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = "bookshop.settings"\n', 'test'],
    ['.github/workflows/ci.yml', 'env:\n  DJANGO_SETTINGS_MODULE: bookshop.settings\n', 'ci'],
  ])('%s names a module', (path, text, via) => {
    const [found] = entryModules(factsOf({ 'manage.py': '', 'bookshop/settings.py': 'MIDDLEWARE = []\n', [path]: text }));
    expect([found?.module, found?.named[0]?.via]).toEqual(['bookshop.settings', via]);
    expect(text.slice(found?.named[0]?.at.start, found?.named[0]?.at.end)).toBe('bookshop.settings');
  });
});

describe('lists', () => {
  test.each([
    ['a list', 'MIDDLEWARE = ["a", "b"]', ['a', 'b']],
    ['a tuple with a type', 'MIDDLEWARE: tuple[str, ...] = ("a", "b")', ['a', 'b']],
    ['another name', 'ITEMS = ["a"]\nMIDDLEWARE = ITEMS', ['a']],
    ['a sum', 'FIRST = ["a"]\nMIDDLEWARE = FIRST + ["b"]', ['a', 'b']],
    ['a sum of tuples', 'FIRST = ("a",)\nMIDDLEWARE = ("z",) + FIRST', ['z', 'a']],
    ['a star', 'FIRST = ["a"]\nMIDDLEWARE = ["z", *FIRST, "b"]', ['z', 'a', 'b']],
    ['+=', 'MIDDLEWARE = ["a"]\nMIDDLEWARE += ["b"]', ['a', 'b']],
    ['append', 'MIDDLEWARE = ["a"]\nMIDDLEWARE.append("b")', ['a', 'b']],
    ['extend', 'MIDDLEWARE = ["a"]\nMIDDLEWARE.extend(["b", "c"])', ['a', 'b', 'c']],
    ['insert', 'MIDDLEWARE = ["a", "b"]\nMIDDLEWARE.insert(1, "x")', ['a', 'x', 'b']],
    ['insert behind another', 'MIDDLEWARE = ["a", "b"]\nat = MIDDLEWARE.index("a") + 1\nMIDDLEWARE.insert(at, "x")', ['a', 'x', 'b']],
    ['remove', 'MIDDLEWARE = ["a", "b"]\nMIDDLEWARE.remove("a")', ['b']],
    ['pop', 'MIDDLEWARE = ["a", "b"]\nMIDDLEWARE.pop()', ['a']],
    ['a slice', 'MIDDLEWARE = ["a", "b", "c"]\nat = MIDDLEWARE.index("b")\nMIDDLEWARE = (*MIDDLEWARE[:at], "x", *MIDDLEWARE[at:])', ['a', 'x', 'b', 'c']],
    ['a comprehension', 'MIDDLEWARE = ["a", "b"]\nMIDDLEWARE = [m for m in MIDDLEWARE if m != "a"]', ['b']],
    ['a copy', 'FIRST = ("a",)\nMIDDLEWARE = list(FIRST)\nMIDDLEWARE.append("b")', ['a', 'b']],
    ['unpacking', 'MIDDLEWARE, DEBUG = ["a"], True', ['a']],
    ['a function', 'def stack():\n    found = ["a"]\n    found.append("b")\n    return found\n\nMIDDLEWARE = stack()', ['a', 'b']],
    ['globals', 'globals()["MIDDLEWARE"] = ["a"]', ['a']],
  ])('%s', (_, text, expected) => {
    expect(items(settings(`${text}\n`))).toEqual(expected);
    expect(settingOf(settings(`${text}\n`), 'MIDDLEWARE')?.state).toBe('literal');
  });

  test.each([
    ['append under a condition', 'MIDDLEWARE = ["a"]\nif DEBUG:\n    MIDDLEWARE.append("b")', ['a', 'b if DEBUG']],
    ['the negated condition', 'MIDDLEWARE = ["a"]\nif not DEBUG:\n    MIDDLEWARE += ["b"]', ['a', 'b if not DEBUG']],
    ['else', 'MIDDLEWARE = ["a"]\nif LIVE:\n    MIDDLEWARE += ["b"]\nelse:\n    MIDDLEWARE += ["c"]', ['a', 'b if LIVE', 'c if not LIVE']],
    ['a new list around the old', 'MIDDLEWARE = ["a"]\nif DEBUG:\n    MIDDLEWARE = ["x", *MIDDLEWARE, "y"]', ['x if DEBUG', 'a', 'y if DEBUG']],
    ['a choice within the list', 'MIDDLEWARE = ["a", *(["b"] if DEBUG else [])]', ['a', 'b if DEBUG']],
    ['removal under a condition', 'MIDDLEWARE = ["a", "b"]\nif DEBUG:\n    MIDDLEWARE.remove("a")', ['a if not DEBUG', 'b']],
    ['a list built by the way', 'MIDDLEWARE = ["a", "b"]\nif AUDIT:\n    found = list(MIDDLEWARE)\n    found.insert(found.index("b"), "x")\n    MIDDLEWARE = found', ['a', 'x if AUDIT', 'b']],
  ])('%s is kept with its condition', (_, text, expected) => {
    expect(items(settings(`${text}\n`))).toEqual(expected);
  });

  test.each([
    ['an unknown call', 'MIDDLEWARE = ["a"] + extra()', ['a', '…']],
    ['a loop', 'MIDDLEWARE = ["a"]\nfor plugin in PLUGINS:\n    MIDDLEWARE.extend(plugin.middleware)', ['a', '…']],
    ['the environment', 'import os\nMIDDLEWARE = ["a", *os.environ["MORE"].split(",")]', ['a', '…']],
    ['a place that is counted at run time', 'MIDDLEWARE = ["a"]\nMIDDLEWARE.insert(place(), "b")', ['a', 'b', '(any order)']],
  ])('%s leaves a list open', (_, text, expected) => {
    const found = settings(`${text}\n`);
    expect(items(found)).toEqual(expected);
    expect(settingOf(found, 'MIDDLEWARE')?.state).toBe('computed');
  });

  test('a list that only running the program would give is computed', () => {
    expect(items(settings('MIDDLEWARE = build(__file__)\n'))).toEqual(['<computed>']);
  });

  test('two whole lists under a condition are two alternatives, not one', () => {
    const found = settings('if LIVE:\n    MIDDLEWARE = ["a"]\nelse:\n    MIDDLEWARE = ["b"]\n');
    expect(items(found)).toEqual(['<several>']);
    expect(settingOf(found, 'MIDDLEWARE')?.alternatives).toHaveLength(2);
  });

  test('what both arms of a condition replace is gone', () => {
    const found = settings('MIDDLEWARE = ["old"]\nif LIVE:\n    MIDDLEWARE = ["a"]\nelse:\n    MIDDLEWARE = ["b"]\n');
    expect(JSON.stringify(settingOf(found, 'MIDDLEWARE')?.alternatives)).not.toContain('old');
  });

  test('every item knows where it is written, and in which display', () => {
    const base = '# база\nFIRST = ["a"]\n';
    const text = 'from .base import FIRST\nMIDDLEWARE = FIRST + ["b"]\nMIDDLEWARE.append("c")\n';
    const data = factsOf({ 'bookshop/wsgi.py': NAMING, 'bookshop/settings.py': text, 'bookshop/base.py': `${base}MIDDLEWARE = []\n` });
    const found = listOf(entry(data), 'MIDDLEWARE');
    const list = found.kind === 'list' ? found.list.items : [];
    const textOf = (path: string): string => (path.endsWith('base.py') ? base : text);
    expect(list.map(({ at }) => textOf(at.path).slice(at.start, at.end))).toEqual(['"a"', '"b"', '"c"']);
    expect(list.map(({ display }) => (display === null ? null : textOf(display.path).slice(display.start, display.end)))).toEqual(['["a"]', '["b"]', null]);
  });
});

describe('modules', () => {
  test('a module that is not there may override what came before it', () => {
    const found = settings('MIDDLEWARE = ["a"]\ntry:\n    from .local_settings import *\nexcept ImportError:\n    pass\nDEBUG = False\n');
    expect(found.unseen.map(({ what, optional }) => [what, optional])).toEqual([['.local_settings', true]]);
    expect([settingOf(found, 'MIDDLEWARE')?.unseen, settingOf(found, 'DEBUG')?.unseen]).toEqual([['.local_settings'], []]);
  });

  test('names taken one by one are the same lists', () => {
    const data = factsOf({ 'manage.py': '', 'bookshop/wsgi.py': NAMING, 'bookshop/settings.py': 'from .base import MIDDLEWARE as COMMON\nMIDDLEWARE = ["x"] + COMMON\n', 'bookshop/base.py': 'MIDDLEWARE = ["a"]\n' });
    expect(items(entry(data))).toEqual(['x', 'a']);
  });

  test('a module imported whole is read through its name', () => {
    const more = { 'bookshop/conf/__init__.py': '', 'bookshop/conf/base.py': 'MIDDLEWARE = ["a"]\n' };
    expect(items(settings('from bookshop.conf import base\nMIDDLEWARE = base.MIDDLEWARE + ["b"]\n', more))).toEqual(['a', 'b']);
  });

  test('a package of partial modules is followed, whatever they are called', () => {
    const data = factsOf({
      'manage.py': NAMING,
      'bookshop/settings/__init__.py': 'from .apps import *\nfrom .mail import *\n',
      'bookshop/settings/apps.py': 'INSTALLED_APPS = ["shop"]\n',
      'bookshop/settings/mail.py': 'EMAIL_HOST = "localhost"\n',
    });
    expect([items(entry(data), 'INSTALLED_APPS'), literal(valueOf(entry(data), 'EMAIL_HOST'))]).toEqual([['shop'], 'localhost']);
  });

  test('include() of django-split-settings runs other files in the same module', () => {
    const data = factsOf({
      'manage.py': NAMING,
      'bookshop/settings/__init__.py': 'from split_settings.tools import include, optional\ninclude("parts/*.py", optional("local.py"))\n',
      'bookshop/settings/parts/a.py': 'MIDDLEWARE = ["a"]\n',
      'bookshop/settings/parts/b.py': 'MIDDLEWARE += ["b"]\n',
    });
    expect(items(entry(data))).toEqual(['a', 'b']);
    expect(entry(data).unseen).toMatchObject([{ what: 'local.py', optional: true }]);
  });

  test('a class of django-configurations holds the settings, with what it inherits', () => {
    const text = `from configurations import Configuration

class Base(Configuration):
    MIDDLEWARE = ["a"]
    DEBUG = True

class Production(Base):
    DEBUG = False

    @property
    def INSTALLED_APPS(self):
        apps = ["shop"]
        apps += ["orders"]
        return apps

class Dev(Base):
    pass
`;
    const found = settings(text);
    expect(found.className).toBe('Production');
    expect([items(found), items(found, 'INSTALLED_APPS'), literal(valueOf(found, 'DEBUG'))]).toEqual([['a'], ['shop', 'orders'], false]);
  });

  test('modules that import each other in a circle come to an end', () => {
    const data = factsOf({ 'manage.py': NAMING, 'bookshop/settings/__init__.py': 'from .base import *\nMIDDLEWARE = ["a"]\n', 'bookshop/settings/base.py': 'from bookshop.settings import *\nDEBUG = True\n' });
    expect(items(entry(data))).toEqual(['a']);
  });

  test('code outside that changes a setting is told of', () => {
    const data = factsOf({ 'manage.py': NAMING, 'bookshop/settings.py': 'MIDDLEWARE = []\nINSTALLED_APPS = []\n', 'shop/apps.py': 'from django.conf import settings\nsettings.MIDDLEWARE.append("shop.Late")\n' });
    expect([isTouched(data, 'MIDDLEWARE'), isTouched(data, 'INSTALLED_APPS')]).toEqual([true, false]);
  });
});

describe('values', () => {
  test.each([
    ['import os\nDEBUG = os.environ.get("DEBUG", False)', 'DEBUG', false, null],
    ['import os\nDEBUG = os.getenv("DEBUG")', 'DEBUG', null, null],
    ['from os import environ\nDEBUG = environ["DEBUG"]', 'DEBUG', null, null],
    ['import environ\nenv = environ.Env()\nDEBUG = env.bool("DEBUG", default=True)', 'DEBUG', true, 'bool'],
    ['import environ\nenv = environ.Env(DEBUG=(bool, True))\nDEBUG = env("DEBUG")', 'DEBUG', true, null],
    ['from decouple import config\nDEBUG = config("DEBUG", default=True, cast=bool)', 'DEBUG', true, 'bool'],
    ['from bookshop.env import get_bool\nDEBUG = get_bool(name="SHOP_DEBUG", default=True)', 'SHOP_DEBUG', true, null],
  ])('%s is read from the environment', (text, name, fallback, cast) => {
    const value = valueOf(settings(`${text}\n`), 'DEBUG');
    expect(value).toMatchObject({ kind: 'environment', name, cast });
    expect(value?.kind === 'environment' && value.fallback !== null ? literal(value.fallback) : null).toBe(fallback);
  });

  test('keys that are set later are part of a dictionary', () => {
    const found = settings('CACHES = {"default": {"BACKEND": "locmem"}}\nCACHES["default"]["TIMEOUT"] = 60\nCACHES["pages"] = {"BACKEND": "db"}\nCACHES.update(extra={"BACKEND": "file"})\ndel CACHES["pages"]\n');
    const value = valueOf(found, 'CACHES');
    const shown = value?.kind === 'dict' ? value.entries.map((each) => [literal(each.key), each.value.kind === 'dict' ? each.value.entries.map((inner) => literal(inner.key)) : null]) : null;
    expect(shown).toEqual([['default', ['BACKEND', 'TIMEOUT']], ['extra', ['BACKEND']]]);
  });

  test('the user model is what the settings say', () => {
    expect(authUserModel(factsOf({ 'manage.py': NAMING, 'bookshop/settings.py': 'INSTALLED_APPS = []\nAUTH_USER_MODEL = "accounts.Customer"\n' }))).toBe('accounts.Customer');
  });

  test('an app is installed, is not, or nobody can know', () => {
    const of = (apps: string): SettingsData => factsOf({ 'manage.py': NAMING, 'bookshop/settings.py': `INSTALLED_APPS = ${apps}\n` });
    expect(isInstalled(of('["shop.apps.ShopConfig"]'), 'shop')).toBe(true);
    expect(isInstalled(of('["shop"]'), 'orders')).toBe(false);
    expect(isInstalled(of('["shop"] + plugins()'), 'orders')).toBe('unknown');
  });
});

describe('databases', () => {
  const engines = (text: string): string[] => databasesOf(settings(`${text}\n`)).map(({ alias, engine, isSure }) => `${alias} ${engine}${isSure ? '' : '?'}`);

  test.each([
    ['DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}', ['default postgresql']],
    ['DATABASES = {"default": {"ENGINE": "django.contrib.gis.db.backends.postgis"}, "log": {"ENGINE": "django.db.backends.sqlite3"}}', ['default postgresql', 'log sqlite']],
    ['import os\nDATABASES = {"default": {"ENGINE": os.getenv("ENGINE", "django.db.backends.mysql")}}', ['default mysql?']],
    ['import dj_database_url\nDATABASES = {"default": dj_database_url.config(default="postgres://localhost/shop")}', ['default postgresql?']],
    ['import environ\nenv = environ.Env()\nDATABASES = {"default": env.db()}\nDATABASES["default"]["ATOMIC_REQUESTS"] = True', ['default unknown?']],
    ['DATABASES = setup()', ['default unknown?']],
    ['if LIVE:\n    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\nelse:\n    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}', ['default postgresql', 'default sqlite']],
    ['DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\nDATABASES["copy"] = DATABASES["default"]', ['default postgresql', 'copy postgresql']],
  ])('%s', (text, expected) => {
    expect(engines(text)).toEqual(expected);
  });

  test('all are PostgreSQL only where every settings module says so', () => {
    const postgres = 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n';
    const of = (dev: string): SettingsData => factsOf({ 'manage.py': NAMING.replace('.settings', '.dev'), 'bookshop/wsgi.py': NAMING, 'bookshop/settings.py': postgres, 'bookshop/dev.py': dev });
    expect(isAllPostgres(of(postgres))).toBe(true);
    expect(isAllPostgres(of(postgres.replace('postgresql', 'sqlite3')))).toBe(false);
    expect(isAllPostgres(of('DATABASES = connect()\n'))).toBe('unknown');
  });
});
