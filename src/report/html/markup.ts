/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Part[] | null;

/** HTML of a template: what is put into it is escaped unless it is HTML itself; null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((joined, piece, at) => joined + textOf(parts[at - 1] ?? null) + piece));
}

function textOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(textOf).join('') : escape(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it stands in HTML, also in the value of an attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A style sheet or script as it is. Throws where it would end its own element. */
export function asIs(text: string): Markup {
  if (/<\/(style|script)|<!--/i.test(text)) throw new Error('a style or script that ends its element');
  return new Markup(text);
}

/** A value as JSON inside of a `script` element: no text in it can end the element. */
export function embedded(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(/</g, '\\u003c'));
}
