/** Lines that ask for a package: PEP 508 and what pip makes of it. */

/** What a file says of one package. */
export interface Wish {
  /** Normalised as PEP 503 does: `django-redis`. */
  readonly name: string;
  /** As written; '' for any version. */
  readonly specifier: string;
  /** Counts from 1. */
  readonly line: number;
}

export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

const REQUIREMENT = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*((?:(?:===|==|~=|!=|>=|<=|>|<)\s*[^\s,;()#]+\s*,?\s*)*)\)?\s*(?:;.*|@.*|#.*|--.*)?$/;

/** `Django[bcrypt] >= 4.2, < 5 ; python_version > "3.8"`; null for a URL, a path or an option. */
export function parseRequirement(text: string, line: number): Wish | null {
  const match = REQUIREMENT.exec(text.trim());
  if (match === null || match[1] === undefined) return null;
  return { name: normalName(match[1]), specifier: (match[2] ?? '').replace(/\s+/g, '').replace(/,$/, ''), line };
}

/** The lines of a requirements file; continued lines count as their first one. */
export function parseRequirements(text: string): readonly Wish[] {
  const wishes: Wish[] = [];
  const lines = text.split(/\r?\n|\r/);
  for (let at = 0; at < lines.length; at++) {
    const first = at;
    let whole = lines[at] ?? '';
    while (whole.endsWith('\\') && at + 1 < lines.length) whole = `${whole.slice(0, -1)} ${lines[++at] ?? ''}`;
    const wish = parseRequirement(whole.replace(/(^|\s)#.*$/, ''), first + 1);
    if (wish !== null) wishes.push(wish);
  }
  return wishes;
}
