import { readFileSync } from 'node:fs';

/** The version in package.json, which is two folders up in the source and three in the build. */
export function version(): string {
  const up = import.meta.url.endsWith('.ts') ? '../..' : '../../..';
  const { version: found } = JSON.parse(readFileSync(new URL(`${up}/package.json`, import.meta.url), 'utf8')) as { version: string };
  return found;
}
