import { createRequire } from 'node:module';
import type * as Iconv from 'iconv-lite';

/** Turns bytes of one encoding into text and back; what does not exist in it becomes something else. */
export interface Codec {
  decode(bytes: Uint8Array): string;
  encode(text: string): Uint8Array;
}

const UTF8 = /^(?:utf|u8|utf8|utf8sig|utf8ucs[24]|cp65001)$/;

/**
 * The encodings that Python and iconv-lite agree on, spelt without punctuation. Left out are those whose
 * letters are not ASCII's, those with shift states, and the Mac ones, of which iconv-lite has older tables.
 */
const SHARED = new RegExp(
  '^(?:(?:us)?ascii|ansix34\\d+|us|latin\\d+|l\\d+|iso8859\\d+|isoir\\d+|csisolatin\\w+|(?:cp|ibm|ms)?\\d{3,4}|windows125\\d|' +
    'koi8[rtu]|cskoi8r|cyrillic|greek8?|hebrew|arabic|thai|tis620|shiftjis|sjis|csshiftjis|mskanji|eucjp|' +
    'euckr|korean|ksc5601(?:1987)?|gbk|gb18030|gb2312(?:1980|80)?|euccn|chinese|big5(?:hkscs)?|csbig5)$',
);

/** Python's names that iconv-lite does not know. */
const ALIASES: Readonly<Record<string, string>> = {
  8859: 'latin1',
  iso8859: 'latin1',
  latin: 'latin1',
  646: 'ascii',
  ujis: 'eucjp',
  uhc: 'cp949',
  ksx1001: 'euckr',
  hkscs: 'big5hkscs',
  big5tw: 'big5',
  cp866u: 'cp1125',
  ruscii: 'cp1125',
};

/** Editors append a line end convention to a name (`utf-8-unix`); Python looks past it for these. */
const SUFFIXED = /^(utf-8|latin-1|iso-8859-1|iso-latin-1)-.*$/;

/** The name of an encoding without what Python looks past; UTF-8 under all its names is `utf-8`. */
export function encodingName(cookie: string): string {
  const name = cookie.toLowerCase().replaceAll('_', '-').replace(SUFFIXED, '$1');
  return UTF8.test(bare(name)) ? 'utf-8' : name.replace('iso-latin-1', 'iso-8859-1');
}

/** The codec of a name that `encodingName` gave, other than `utf-8`; null if there is none. */
export function codecOf(name: string): Codec | null {
  const plain = bare(name);
  const known = ALIASES[plain] ?? plain;
  if (!SHARED.test(known)) return null;
  const library = iconv();
  if (!library.encodingExists(known)) return null;
  return { decode: (bytes) => library.decode(bytes, known), encode: (text) => library.encode(text, known) };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Few projects have a file that needs it, so it is loaded only then. */
function iconv(): typeof Iconv {
  return createRequire(import.meta.url)('iconv-lite') as typeof Iconv;
}
