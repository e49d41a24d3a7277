/** Versions as PEP 440 orders them; https://packaging.python.org/en/latest/specifications/version-specifiers/. */

/** Epochs are dropped: nothing that runs Django uses one. */
export interface Version {
  readonly release: readonly number[];
  /** `a`, `b` or `rc` and its number. */
  readonly pre: readonly [number, number] | null;
  readonly post: number | null;
  readonly dev: number | null;
}

/** Release, pre-release, post-release, development release, local label. */
const SHAPE = new RegExp(
  [
    /^\s*v?(?:\d+!)?(\d+(?:\.\d+)*)/,
    /(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?/,
    /(?:[-_.]?(?:post|rev|r)[-_.]?(\d*)|-(\d+))?/,
    /(?:[-_.]?dev[-_.]?(\d*))?(?:\+[a-z0-9._-]+)?\s*$/,
  ].map(({ source }) => source).join(''),
  'i',
);

const PHASES: Readonly<Record<string, number>> = { alpha: 0, a: 0, beta: 1, b: 1, preview: 2, pre: 2, c: 2, rc: 2 };

/** Null where the text is no version. */
export function parseVersion(text: string): Version | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [, release = '', phase, number, post, implicit, dev] = match;
  return {
    release: release.split('.').map(Number),
    pre: phase === undefined ? null : [PHASES[phase.toLowerCase()] ?? 0, Number(number ?? '')],
    post: post === undefined && implicit === undefined ? null : Number(post ?? implicit),
    dev: dev === undefined ? null : Number(dev),
  };
}

/** Below zero where `one` is older. */
export function compareVersions(one: Version, other: Version): number {
  return compareReleases(one.release, other.release) || compareLists(suffixOf(one), suffixOf(other));
}

/** As `compareVersions`, but `5.0rc1` is as good as `5.0`. */
export function compareReleases(one: readonly number[], other: readonly number[]): number {
  return compareLists(padded(one, other.length), padded(other, one.length));
}

function padded(numbers: readonly number[], length: number): readonly number[] {
  return [...numbers, ...Array.from({ length: Math.max(0, length - numbers.length) }, () => 0)];
}

function compareLists(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0) > 0 ? 1 : -1;
}

/** What follows the release: `1.0.dev1` comes before `1.0a1`, that before `1.0`, that before `1.0.post1`. */
function suffixOf({ pre, post, dev }: Version): readonly number[] {
  const last = Number.MAX_SAFE_INTEGER;
  const phase = pre === null ? (post === null && dev !== null ? [-1, 0] : [last, 0]) : pre;
  return [...phase, post ?? -1, dev ?? last];
}

export function showVersion({ release, pre, post, dev }: Version): string {
  const phase = pre === null ? '' : `${['a', 'b', 'rc'][pre[0]] ?? 'a'}${pre[1]}`;
  return `${release.join('.')}${phase}${post === null ? '' : `.post${post}`}${dev === null ? '' : `.dev${dev}`}`;
}
