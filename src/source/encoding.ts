import { isUtf8 } from 'node:buffer';
import { UserError } from '../core/errors.js';
import type { SourceFile } from '../core/types.js';
import { codecOf, encodingName, type Codec } from './codecs.js';

type Decoded = Pick<SourceFile, 'text' | 'bom' | 'encoding'>;

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** PEP 263. */
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK_OR_COMMENT = /^[ \t\f]*(?:#|$)/;
/** Python looks for the cookie in the first two lines; longer ones are not looked at to their end. */
const COOKIE_REACH = 8192;

/**
 * Decodes a Python file as Python does: UTF-8, unless a byte order mark or a coding cookie says
 * otherwise. Never guesses: bytes that would not come back the same are a problem.
 */
export function decode(bytes: Buffer): Decoded | { readonly problem: string } {
  const bom = bytes.subarray(0, BOM.length).equals(BOM);
  const body = bom ? bytes.subarray(BOM.length) : bytes;
  const encoding = encodingName(cookieOf(body) ?? 'utf-8');
  if (encoding === 'utf-8') {
    return isUtf8(body) ? { text: body.toString('utf8'), bom, encoding } : { problem: notUtf8(body) };
  }
  if (bom) return { problem: `the cookie says ${encoding}, the byte order mark utf-8` };
  const codec = codecOf(encoding);
  if (codec === null) return { problem: `unknown encoding ${encoding}` };
  const text = codec.decode(body);
  const lost = firstDifference(body, codec.encode(text));
  return lost === null ? { text, bom, encoding } : { problem: invalidByte(body, lost, encoding) };
}

const UTF16: Readonly<Record<string, readonly [number, number]>> = { 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] };

/**
 * Decodes a file that no language has a say in: UTF-8 or, by its byte order mark, UTF-16; bytes that are
 * neither are taken for Latin-1, which has a character for each.
 */
export function decodeText(bytes: Buffer): Decoded {
  const wide = Object.keys(UTF16).find((name) => isMarked(bytes, name));
  if (wide !== undefined && bytes.length % 2 === 0) return { text: wideText(bytes.subarray(2), wide), bom: true, encoding: wide };
  const bom = bytes.subarray(0, BOM.length).equals(BOM);
  const body = bom ? bytes.subarray(BOM.length) : bytes;
  if (isUtf8(body)) return { text: body.toString('utf8'), bom, encoding: 'utf-8' };
  return { text: bytes.toString('latin1'), bom: false, encoding: 'latin-1' };
}

function isMarked(bytes: Buffer, encoding: string): boolean {
  const mark = UTF16[encoding];
  return mark !== undefined && bytes[0] === mark[0] && bytes[1] === mark[1];
}

function wideText(bytes: Buffer, encoding: string): string {
  return (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
}

function wideBytes(text: string, encoding: string): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

/**
 * The bytes of a text in the encoding that its file was read from. Throws a `UserError` if a character
 * does not exist in it.
 */
export function encode(text: string, { bom, encoding }: Pick<SourceFile, 'bom' | 'encoding'>): Uint8Array {
  if (encoding === 'utf-8') return Buffer.concat([bom ? BOM : Buffer.alloc(0), Buffer.from(text, 'utf8')]);
  if (encoding in UTF16) return wideBytes(text, encoding);
  const codec = codecOf(encoding);
  if (codec === null) throw new UserError(`unknown encoding ${encoding}`);
  const bytes = codec.encode(text);
  if (codec.decode(bytes) !== text) throw new UserError(`${missingCharacter(text, codec)} does not exist in ${encoding}`);
  return bytes;
}

function cookieOf(body: Buffer): string | null {
  const [first = '', second = ''] = body.toString('latin1', 0, COOKIE_REACH).split(/\r\n?|\n/, 2);
  const found = COOKIE.exec(first) ?? (BLANK_OR_COMMENT.test(first) ? COOKIE.exec(second) : null);
  return found?.[1] ?? null;
}

/** A replacement character of the lossy text stands for a bad byte unless the bytes really spell one. */
function notUtf8(body: Buffer): string {
  const lossy = body.toString('utf8');
  let offset = 0;
  let from = 0;
  for (let at = lossy.indexOf('\ufffd'); at !== -1; at = lossy.indexOf('\ufffd', from)) {
    offset += Buffer.byteLength(lossy.slice(from, at));
    if (body.readUIntBE(offset, Math.min(3, body.length - offset)) !== 0xefbfbd) break;
    offset += 3;
    from = at + 1;
  }
  return invalidByte(body, offset, 'utf-8');
}

function invalidByte(body: Buffer, offset: number, encoding: string): string {
  const line = body.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;
  return `line ${line}: byte 0x${(body[offset] ?? 0).toString(16).padStart(2, '0')} is not valid ${encoding}`;
}

function firstDifference(bytes: Uint8Array, others: Uint8Array): number | null {
  if (Buffer.compare(bytes, others) === 0) return null;
  const at = bytes.findIndex((byte, index) => byte !== others[index]);
  return at === -1 ? bytes.length : at;
}

function missingCharacter(text: string, codec: Codec): string {
  const character = [...text].find((each) => codec.decode(codec.encode(each)) !== each) ?? '';
  return `the character "${character}" (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;
}
