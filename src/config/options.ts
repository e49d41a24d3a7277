import { UserError } from '../core/errors.js';
import { misfit, type Options } from '../core/options.js';
import { suggestion } from './nearest.js';

/** The values a transform runs with, and the names of those that the user set. */
export interface Values {
  readonly values: Readonly<Record<string, unknown>>;
  readonly chosen: readonly string[];
}

/**
 * The defaults of a transform's options, overlaid by the user's. `where` names the user's table in
 * messages, such as `pyproject.toml: tool.pitstop.request-timeout`. Throws a `UserError` for an option
 * that does not exist or a value that does not fit.
 */
export function settle(options: Options, given: Readonly<Record<string, unknown>>, where: string): Values {
  const values = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
  for (const [name, value] of Object.entries(given)) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) {
      throw new UserError(`${where}.${name}: there is no such option${suggestion(name, Object.keys(options))}`);
    }
    const wrong = misfit(option, value);
    if (wrong !== null) throw new UserError(`${where}.${name}: ${wrong}`);
    values[name] = value;
  }
  return { values, chosen: Object.keys(given) };
}
