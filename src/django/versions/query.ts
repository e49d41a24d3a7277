/** What transforms ask of versions. */
import type { PackageVersions, VersionsData } from './facts.js';
import { showInterval } from './interval.js';
import { compareReleases, parseVersion } from './pep440.js';
import { normalName } from './requirement.js';

/** What is known of a package; null where no file names it. */
export function versionsOf(data: VersionsData, name: string): PackageVersions | null {
  const key = normalName(name);
  return Object.hasOwn(data.packages, key) ? (data.packages[key] ?? null) : null;
}

/**
 * Whether a package (or `python`) surely is of a release or a later one. A pre-release counts as its release:
 * what came with 5.0 is in 5.0rc1.
 */
export function atLeast(data: VersionsData, name: string, version: string): boolean | 'unknown' {
  const known = versionsOf(data, name);
  const asked = parseVersion(version)?.release;
  if (known === null || asked === undefined) return 'unknown';
  const { min, max } = known.interval;
  if (min !== null && compareReleases(min.version.release, asked) >= 0) return true;
  if (max === null) return 'unknown';
  const order = compareReleases(max.version.release, asked);
  return order < 0 || (order === 0 && !max.isIncluded) ? false : 'unknown';
}

/** `5.2.1 (poetry.lock:412)`, `>=4.2,<5 (pyproject.toml:9)`; `not found` where no file names the package. */
export function describeVersions(data: VersionsData, name: string): string {
  const known = versionsOf(data, name);
  const [first] = known?.evidence ?? [];
  return known === null || first === undefined ? 'not found' : `${showInterval(known.interval)} (${first.path}:${first.line})`;
}
