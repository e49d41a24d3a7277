/** What one option of a transform may be: its default, what it is for, and what it accepts. */
export interface Option<T> {
  readonly default: T;
  /** One sentence for `explain` and for the error when a value does not fit. */
  readonly describe: string;
  /** What a value may be, in words: `a number of seconds`. */
  readonly expects: string;
  accepts(value: unknown): value is T;
  /**
   * Given where a review may change the option for one finding alone: the values of options that make the transform
   * give this one to it, whatever else it would prefer.
   */
  perFinding?(value: T): Readonly<Record<string, unknown>>;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

/** The values that a transform reads: the defaults, overlaid by the user's. */
export type OptionValues<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

export function numberOption(value: number, describe: string): Option<number> {
  return option(value, describe, 'a number', (given): given is number => typeof given === 'number' && Number.isFinite(given));
}

export function flagOption(value: boolean, describe: string): Option<boolean> {
  return option(value, describe, 'true or false', (given): given is boolean => typeof given === 'boolean');
}

export function textOption(value: string, describe: string): Option<string> {
  return option(value, describe, 'a string', (given): given is string => typeof given === 'string');
}

export function choiceOption<const T extends string>(value: NoInfer<T>, choices: readonly T[], describe: string): Option<T> {
  const expects = `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`;
  return option<T>(value, describe, expects, (given): given is T => choices.includes(given as T));
}

export function listOption(value: readonly string[], describe: string): Option<readonly string[]> {
  return option<readonly string[]>(value, describe, 'a list of strings', isStrings);
}

/** For a shape that the other builders do not cover. */
export function option<T>(
  value: T,
  describe: string,
  expects: string,
  accepts: (given: unknown) => given is T,
): Option<T> {
  return { default: value, describe, expects, accepts };
}

/** An option that can be changed for one finding alone; `values` as in `Option.perFinding`. */
export function perFinding<T>(declared: Option<T>, values: (value: T) => Readonly<Record<string, unknown>>): Option<T> {
  return { ...declared, perFinding: values };
}

/** What is wrong with a value that an option does not accept, in words; null where it does. */
export function misfit(option: Option<unknown>, value: unknown): string | null {
  if (option.accepts(value)) return null;
  return `expected ${option.expects}, not ${typeof value === 'number' ? String(value) : JSON.stringify(value)}`;
}

function isStrings(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.every((item) => typeof item === 'string');
}
