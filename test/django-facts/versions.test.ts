import type { VersionsData } from '../../src/django/versions/facts.js';
import { intervalOf, showInterval } from '../../src/django/versions/interval.js';
import { compareVersions, parseVersion, type Version } from '../../src/django/versions/pep440.js';
import { atLeast, describeVersions, versionsOf } from '../../src/django/versions/query.js';
import { versionsFacts } from '../../src/django/versions/source.js';
import { gather } from '../support/gather.js';

function factsOf(files: Readonly<Record<string, string>>): VersionsData {
  return gather(versionsFacts, files);
}

function shown(files: Readonly<Record<string, string>>, name = 'django'): string {
  const known = versionsOf(factsOf(files), name);
  return known === null ? 'not found' : showInterval(known.interval);
}

test('versions are in the order of PEP 440', () => {
  const ordered = ['1.0.dev1', '1.0a1.dev1', '1.0a1', '1.0b2', '1.0rc1', '1.0', '1.0.post1.dev2', '1.0.post1', '1.0.1', '1.1', '1.10'];
  const parsed = ordered.map((text) => parseVersion(text) as Version);
  for (const [at, version] of parsed.slice(1).entries()) expect([ordered[at], compareVersions(parsed[at] as Version, version)]).toEqual([ordered[at], -1]);
  expect(compareVersions(parseVersion('1.0') as Version, parseVersion('1.0.0') as Version)).toBe(0);
  expect(parseVersion('latest')).toBeNull();
});

test.each([
  ['==5.2.1', '5.2.1'],
  ['===5.2.1', '5.2.1'],
  ['>=4.2,<5', '>=4.2,<5'],
  ['>4.2', '>4.2'],
  ['<=5.0', '<=5.0'],
  ['~=4.2', '>=4.2,<5'],
  ['~=4.2.3', '>=4.2.3,<4.3'],
  ['==4.2.*', '>=4.2,<4.3'],
  ['>=4.2,!=4.2.5,<5', '>=4.2,<5'],
  ['^4.2', '>=4.2,<5'],
  ['^0.4.1', '>=0.4.1,<0.5'],
  ['~4.2.1', '>=4.2.1,<4.3'],
  ['~4', '>=4,<5'],
  ['4.2.*', '>=4.2,<4.3'],
  ['*', 'any version'],
  ['^3.2 || ^4.2', '>=3.2,<5'],
  ['>= 4.2, < 5', '>=4.2,<5'],
])('%s is %s', (specifier, interval) => {
  expect(showInterval(intervalOf(specifier) as NonNullable<ReturnType<typeof intervalOf>>)).toBe(interval);
});

test.each([
  ['poetry.lock', '[[package]]\nname = "django"\nversion = "5.2.1"\ndescription = ""\n', '5.2.1'],
  ['uv.lock', 'version = 1\n\n[[package]]\nname = "django"\nversion = "5.2.1"\nsource = { registry = "" }\n', '5.2.1'],
  ['Pipfile.lock', '{"default": {"django": {"version": "==5.2.1"}}, "develop": {}}', '5.2.1'],
  ['requirements.txt', '# pins\nDjango[bcrypt]==5.2.1 ; python_version > "3.9"  # why\n', '5.2.1'],
  ['requirements.txt', 'django==5.2.1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n', '5.2.1'],
  ['requirements/prod.in', '-r base.in\n-c constraints.txt\ndjango>=4.2,<5\n', '>=4.2,<5'],
  ['requirements.txt', 'Django (>=4.2)\n', '>=4.2'],
  ['requirements.txt', '-e git+https://example.org/django.git#egg=django\n', 'not found'],
  ['pyproject.toml', '[project]\ndependencies = ["Django>=4.2,<6", "celery"]\n', '>=4.2,<6'],
  ['pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.11"\ndjango = { version = "^4.2", extras = ["argon2"] }\n', '>=4.2,<5'],
  ['pyproject.toml', '[dependency-groups]\ndev = ["django~=5.1.0"]\n', '>=5.1.0,<5.2'],
  ['setup.cfg', '[options]\ninstall_requires =\n    celery\n    Django>=4.2\npython_requires = >=3.10\n', '>=4.2'],
  ['setup.py', 'from setuptools import setup\nsetup(name="shop", install_requires=["Django>=4.2,<5"], python_requires=">=3.9")\n', '>=4.2,<5'],
  ['Pipfile', '[packages]\ndjango = "~=4.2.1"\n', '>=4.2.1,<4.3'],
  ['environment.yml', 'dependencies:\n  - python=3.11\n  - django=4.2\n', '>=4.2,<4.3'],
  ['environment.yml', 'dependencies:\n  - pip:\n      - django==4.2.3\n', '4.2.3'],
  ['pyproject.toml', 'not = [toml', 'not found'],
  ['Pipfile.lock', '{"default": ', 'not found'],
])('%s: %s', (path, text, expected) => {
  expect(shown({ [path]: text })).toBe(expected);
});

test.each([
  ['runtime.txt', 'python-3.11.4\n', '>=3.11.4,<3.11.5'],
  ['.python-version', '3.12\n', '>=3.12,<3.13'],
  ['Dockerfile', 'FROM python:3.11-slim AS build\n', '>=3.11,<3.12'],
  ['pyproject.toml', '[project]\nrequires-python = ">=3.10"\n', '>=3.10'],
  ['Pipfile', '[requires]\npython_version = "3.12"\n', '>=3.12,<3.13'],
])('%s says which Python runs', (path, text, expected) => {
  expect(shown({ [path]: text }, 'python')).toBe(expected);
});

test('what the user says comes before a lock, a lock before requirements, requirements before what tests use', () => {
  const tests = { 'requirements-test.txt': 'django==3.2\n' };
  const pins = { ...tests, 'requirements.txt': 'django==4.2.3\n', 'setup.cfg': '[options]\ninstall_requires =\n    django>=4\n' };
  const locked = { ...pins, 'uv.lock': '[[package]]\nname = "django"\nversion = "5.1"\n' };
  expect(shown(tests)).toBe('3.2');
  expect(shown(pins)).toBe('4.2.3');
  expect(shown(locked)).toBe('5.1');
  expect(shown({ ...locked, 'pyproject.toml': '[tool.pitstop.versions]\ndjango = "6.0"\n' })).toBe('>=6.0,<6.1');
});

test('files that contradict each other give a range that holds both, and say so', () => {
  const files = { 'requirements.txt': 'django==4.2\n', 'requirements_linux.txt': 'django==5.1\n' };
  expect(versionsOf(factsOf(files), 'Django')).toMatchObject({ isDisputed: true, evidence: [{ path: 'requirements.txt', line: 1 }, { path: 'requirements_linux.txt', line: 1 }] });
  expect(shown(files)).toBe('>=4.2,<=5.1');
});

test('a release is reached, is not, or nobody can know', () => {
  const data = factsOf({ 'requirements.txt': 'django>=4.2,<5\ncelery==5.4.0\nrequests\nwagtail==6.0rc1\n' });
  expect([atLeast(data, 'django', '4.2'), atLeast(data, 'django', '4.1'), atLeast(data, 'django', '5.0'), atLeast(data, 'django', '4.2.8')]).toEqual([true, true, false, 'unknown']);
  expect([atLeast(data, 'celery', '5.4'), atLeast(data, 'celery', '5.5'), atLeast(data, 'requests', '2'), atLeast(data, 'flask', '1')]).toEqual([true, false, 'unknown', 'unknown']);
  expect(atLeast(data, 'wagtail', '6.0')).toBe(true);
});

test('the evidence is named with file and line', () => {
  const data = factsOf({ 'requirements.txt': '# web\nrequests\nDjango==5.2.1\n' });
  expect(describeVersions(data, 'django')).toBe('5.2.1 (requirements.txt:3)');
  expect(describeVersions(data, 'celery')).toBe('not found');
});
