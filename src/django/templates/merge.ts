/** All templates, by what they may be called. */
import type { TemplateLeaf, TemplatesData } from './types.js';

export function mergeTemplates(leaves: ReadonlyMap<string, TemplateLeaf>): TemplatesData {
  const named: Record<string, string[]> = {};
  for (const [path, { names }] of leaves) {
    for (const name of names) if (Object.hasOwn(named, name)) named[name]?.push(path);
    else named[name] = [path];
  }
  return { files: Object.fromEntries(leaves), named };
}
