import type { PyModule } from '../../python/module.js';

/** The module of an output, or what is wrong: text that was whole has become broken. */
export function parses(opened: { readonly module: PyModule } | { readonly problem: string }): PyModule | string {
  return 'problem' in opened ? `the output does not parse: ${opened.problem}` : opened.module;
}
