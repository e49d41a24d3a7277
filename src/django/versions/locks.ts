/** Lock files: the versions that are installed. */
import { normalName, type Wish } from './requirement.js';

const PACKAGE = /^\[\[package\]\]\r?\nname = "([^"\n]+)"\r?\nversion = "([^"\n]+)"/gm;

/** `poetry.lock`, `uv.lock` and `pdm.lock` write a package alike, so they are not parsed as TOML: they are long. */
export function fromTomlLock(text: string): readonly Wish[] {
  const found: Wish[] = [];
  let line = 1;
  let last = 0;
  for (const match of text.matchAll(PACKAGE)) {
    line += countLines(text, last, match.index);
    last = match.index;
    found.push({ name: normalName(match[1] ?? ''), specifier: `==${match[2] ?? ''}`, line: line + 2 });
  }
  return found;
}

/** The Python that a lock was made for; it is a wish like that of a manifest. */
export function pythonOfLock(text: string): readonly Wish[] {
  const match = /^(?:requires-python|python-versions|requires_python) = "([^"\n]+)"/m.exec(text);
  return match === null ? [] : [{ name: 'python', specifier: match[1] ?? '', line: 1 + countLines(text, 0, match.index) }];
}

export function fromPipfileLock(text: string): readonly Wish[] {
  const lock = parseJson(text);
  return [...packagesOf(lock['develop'], text), ...packagesOf(lock['default'], text)];
}

function packagesOf(section: unknown, text: string): readonly Wish[] {
  return Object.entries(record(section)).flatMap(([name, entry]) => {
    const version = record(entry)['version'];
    const at = text.indexOf(`"${name}": {`);
    return typeof version === 'string' ? [{ name: normalName(name), specifier: version, line: 1 + countLines(text, 0, Math.max(0, at)) }] : [];
  });
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(text));
  } catch {
    return {};
  }
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
