/** The roles that a report colours; a terminal decides how. */
export type Role = 'safe' | 'suggested' | 'refused' | 'title' | 'faint' | 'added' | 'removed' | 'hunk' | 'header';

export type Paint = (role: Role, text: string) => string;

/** No colours. */
export const plainPaint: Paint = (_role, text) => text;

const CODES: Readonly<Record<Role, string>> = {
  safe: '32', suggested: '33', refused: '35', title: '1', faint: '2', added: '32', removed: '31', hunk: '36', header: '1',
};

/** ANSI colours. */
export const ansiPaint: Paint = (role, text) => `\u001b[${CODES[role]}m${text}\u001b[0m`;
