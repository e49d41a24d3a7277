import { loadTransform, transformIds, transformUrl } from '../source/catalogue.js';
import { settle } from '../config/options.js';
import type { Config } from '../config/pyproject.js';
import { expand } from '../config/selection.js';
import { UserError } from '../core/errors.js';
import type { Transform } from '../python/define.js';
import type { Flags } from './flags.js';

/** A transform that runs, with the values of its options. */
export interface Choice {
  readonly transform: Transform;
  readonly url: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of the options that the user set. */
  readonly chosen: readonly string[];
}

export interface Settings {
  readonly choices: readonly Choice[];
  /** Ids of the transforms whose suggested fixes count as agreed. */
  readonly promoted: ReadonlySet<string>;
}

/**
 * The command line laid over the configuration: `--only` replaces the configured list, `--skip` takes
 * from either. Modules of transforms are loaded only where they run, are configured, or a family is named.
 */
export async function settleSettings(flags: Pick<Flags, 'only' | 'skip'>, config: Config | null): Promise<Settings> {
  const ids = transformIds();
  const key = config === null ? '' : `${config.file}: tool.pitstop`;
  const selected = flags.only.length > 0 ? await named(flags.only, '--only', ids) : await configured(config, key, ids);
  const skipped = new Set(await named(flags.skip, '--skip', ids));
  const running = selected.filter((id) => !skipped.has(id));
  if (running.length === 0) throw new UserError('no transform is left to run; see `pitstop list`');
  const options = config?.options ?? {};
  const needed = [...new Set([...running, ...Object.keys(options)])];
  const transforms = await Promise.all(needed.map(loadTransform));
  const settled = transforms.map((transform): [string, Choice] => {
    const { id } = transform;
    return [id, { transform, url: transformUrl(id), ...settle(transform.options, options[id] ?? {}, `${key}.${id}`) }];
  });
  const loaded = new Map(settled);
  return {
    choices: running.map((id) => loaded.get(id) as Choice),
    promoted: new Set(await named(config?.promote ?? [], `${key}.promote`, ids)),
  };
}

async function configured(config: Config | null, key: string, ids: readonly string[]): Promise<readonly string[]> {
  const transforms = config?.transforms ?? null;
  return transforms === null ? ids : named(transforms, `${key}.transforms`, ids);
}

/** The ids that a list of ids and families means; only a family needs the whole catalogue. */
async function named(names: readonly string[], where: string, ids: readonly string[]): Promise<readonly string[]> {
  if (names.every((name) => ids.includes(name))) return ids.filter((id) => names.includes(id));
  return expand(names, await Promise.all(ids.map(loadTransform)), where);
}
