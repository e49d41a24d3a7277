import type { PlannedFile, SourceFile } from '../core/types.js';
import { byText } from './place.js';

/** The files that matter to a plan: as they are on disk, and what each pass made of them. */
export class Texts {
  /** A new file's source is empty and has no digest. */
  private readonly sources = new Map<string, SourceFile>();
  /** By path: the text that each pass saw; the last one is the present one. */
  private readonly versions = new Map<string, { readonly pass: number; readonly text: string }[]>();

  constructor(private readonly files: readonly string[]) {}

  /** Whether the project has a file at a path, or will have one. */
  exists(path: string): boolean {
    return this.files.includes(path) || this.isChanged(path);
  }

  enter(source: SourceFile): void {
    if (this.sources.has(source.path)) return;
    this.sources.set(source.path, source);
    this.versions.set(source.path, [{ pass: 1, text: source.text }]);
  }

  /** Puts what a file is now in place of what it was; no pass has changed it yet. */
  renew(source: SourceFile): void {
    this.sources.set(source.path, source);
    this.versions.set(source.path, [{ pass: 1, text: source.text }]);
  }

  /** A file that a pass has created shall not be. */
  drop(path: string): void {
    this.sources.delete(path);
    this.versions.delete(path);
  }

  /** Whether a pass has made something of the file. */
  isChanged(path: string): boolean {
    return (this.versions.get(path)?.length ?? 0) > 1;
  }

  /** The file with its present text, or null where nothing is known of it. */
  now(path: string): SourceFile | null {
    const source = this.sources.get(path);
    const latest = this.versions.get(path)?.at(-1);
    return source === undefined || latest === undefined ? null : { ...source, text: latest.text };
  }

  /** Records what a pass made of a file: the next pass sees it. */
  put(path: string, pass: number, text: string): void {
    this.versions.get(path)?.push({ pass: pass + 1, text });
  }

  at(path: string, pass: number): string | null {
    return this.versions.get(path)?.findLast((version) => version.pass <= pass)?.text ?? null;
  }

  /** Whether the file had this text before. */
  hadText(path: string, text: string): boolean {
    return this.versions.get(path)?.some((version) => version.text === text) ?? false;
  }

  planned(): PlannedFile[] {
    const paths = [...this.versions.keys()].filter((path) => this.isChanged(path));
    return paths.sort(byText).flatMap((path) => this.planFor(path, this.at(path, Infinity)) ?? []);
  }

  /** The file as it would be with a text; null where that is what it is. */
  planFor(path: string, after: string | null): PlannedFile | null {
    const source = this.sources.get(path);
    if (source === undefined || after === null || (source.text === after && source.digest !== '')) return null;
    const isNew = source.digest === '';
    const { bom, encoding, digest, text } = source;
    return { path, before: isNew ? null : text, after, bom, encoding, digest: isNew ? null : digest };
  }
}

/** Stands for a file that a finding creates. */
export function newSource(path: string): SourceFile {
  return { path, text: '', bom: false, encoding: 'utf-8', digest: '' };
}
