import type { Transform } from '../python/define.js';
import type { Loaded } from './analyse.js';
import type { Chosen } from './request.js';

/** Loads a transform by the URL of its module. */
export async function load({ url, values, chosen }: Chosen): Promise<Loaded> {
  const { default: transform } = (await import(url)) as { default: Transform };
  return { transform, values, chosen: new Set(chosen) };
}
