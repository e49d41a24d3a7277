import type { Code, ImportNeed } from './types.js';

/** Code that relies on no import. */
export function plain(text: string): Code {
  return { text, imports: [] };
}

/**
 * Joins text and `Code` values into one `Code` that remembers every import its parts rely on:
 * ``code`@${cachedProperty}` ``. Strings are taken as they are.
 */
export function code(strings: TemplateStringsArray, ...parts: readonly (Code | string | number)[]): Code {
  const values = parts.map((part) => (typeof part === 'object' ? part : plain(String(part))));
  const text = strings.reduce((joined, piece, at) => joined + (values[at - 1]?.text ?? '') + piece);
  return { text, imports: unique(values.flatMap((value) => value.imports)) };
}

/** Joins several pieces of code with a separator. */
export function joinCode(parts: readonly Code[], separator: string): Code {
  return { text: parts.map((part) => part.text).join(separator), imports: unique(parts.flatMap((part) => part.imports)) };
}

function unique(needs: readonly ImportNeed[]): ImportNeed[] {
  const seen = new Map(needs.map((need) => [`${need.module} ${need.name ?? ''}`, need]));
  return [...seen.values()];
}
