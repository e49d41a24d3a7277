import { fileURLToPath } from 'node:url';

/** The compiled bench lies two folders below the project, in dist/bench. */
const PROJECT = new URL('../../', import.meta.url);

export const PITSTOP = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
export const PEERS = fileURLToPath(new URL('.venv/bench/', PROJECT));

/** A file of this folder as it lies in the source. */
export function benchFile(name: string): string {
  return fileURLToPath(new URL(`bench/${name}`, PROJECT));
}
