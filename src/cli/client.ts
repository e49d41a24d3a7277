import { readFileSync } from 'node:fs';

/** A file of the HTML report's own: shipped as it stands, so the build looks for it in `src`. */
export function clientFile(name: 'page.css' | 'page.js'): string {
  const folder = import.meta.url.endsWith('.ts') ? '../report/html/client' : '../../../src/report/html/client';
  return readFileSync(new URL(`${folder}/${name}`, import.meta.url), 'utf8');
}
