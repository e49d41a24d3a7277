import { decode, decodeText, encode } from '../../src/source/encoding.js';

/** One character a byte. */
function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function decoded(source: Buffer) {
  const result = decode(source);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

function problem(source: Buffer): string {
  const result = decode(source);
  return 'problem' in result ? result.problem : 'decoded';
}

describe('decode', () => {
  it('takes UTF-8 where nothing is said', () => {
    expect(decode(Buffer.from('title = "ألف ليلة 😀"\n'))).toEqual({ text: 'title = "ألف ليلة 😀"\n', bom: false, encoding: 'utf-8' });
  });

  it.each([
    ['# -*- coding: latin-1 -*-\n', '\xe9', 'é', 'latin-1'],
    ['# coding: iso_8859_1\n', '\x85', '\x85', 'iso-8859-1'],
    ['# vim: set fileencoding=cp1252 :\n', '\x80', '€', 'cp1252'],
    ['# coding: windows-1252\n', '\x80', '€', 'windows-1252'],
    ['#!/usr/bin/env python\n# coding=iso-8859-15\n', '\xa4', '€', 'iso-8859-15'],
    ['\n# coding: cp1256\n', '\xc7', 'ا', 'cp1256'],
    ['# coding: koi8-r\r\n', '\xc1', 'а', 'koi8-r'],
    ['\f# coding: Shift_JIS\n', '\x96\x7b', '本', 'shift-jis'],
    ['# coding: gbk\n', '\xca\xe9', '书', 'gbk'],
    ['# coding: euc-jp\n', '\xcb\xdc', '本', 'euc-jp'],
    ['# coding: ujis\n', '\xcb\xdc', '本', 'ujis'],
    ['# coding: big5\n', '\xae\xd1', '書', 'big5'],
    ['# coding: latin\r', '\xe9', 'é', 'latin'],
    ['# coding: latin-1-unix\n', '\xe9', 'é', 'latin-1'],
    ['# coding: utf8\n', '\xc3\xa9', 'é', 'utf-8'],
    ['# coding: UTF-8-dos\n', '\xc3\xa9', 'é', 'utf-8'],
    ['# coding: U8\n', '\xc3\xa9', 'é', 'utf-8'],
  ])('follows the cookie in %j', (head, raw, character, encoding) => {
    const source = bytes(`${head}x = "${raw}"\n`);
    const file = decoded(source);
    expect(file).toEqual({ text: `${head}x = "${character}"\n`, bom: false, encoding });
    expect(Buffer.from(encode(file.text, file))).toEqual(source);
  });

  it.each([
    ['in the third line', '\n\n# coding: latin-1\n'],
    ['after code', 'x = 1\n# coding: latin-1\n'],
    ['in a docstring', '"""coding: latin-1"""\n'],
  ])('does not take a cookie %s', (_, head) => {
    expect(problem(bytes(`${head}x = "\xe9"\n`))).toMatch(/^line \d: byte 0xe9 is not valid utf-8$/);
  });

  it.each([
    ['a = 1\nb = 2\nc = "\xe9"\n', 'line 3: byte 0xe9 is not valid utf-8'],
    ['a = "\xc3\xa9\xef\xbf\xbd"\nb = "\x80"', 'line 2: byte 0x80 is not valid utf-8'],
    ['\xc3', 'line 1: byte 0xc3 is not valid utf-8'],
    ['"\xed\xa0\x80"', 'line 1: byte 0xed is not valid utf-8'],
    ['# coding: ascii\nx = "\xe9"', 'line 2: byte 0xe9 is not valid ascii'],
    ['# coding: cp1252\n\nx = "\x81"', 'line 3: byte 0x81 is not valid cp1252'],
    ['# coding: gbk\nx = "\xff"', 'line 2: byte 0xff is not valid gbk'],
    ['# coding: nonsense\n', 'unknown encoding nonsense'],
    ['# coding: utf-16\n', 'unknown encoding utf-16'],
    ['# coding: hex\n', 'unknown encoding hex'],
    ['\xef\xbb\xbf# coding: latin-1\n', 'the cookie says latin-1, the byte order mark utf-8'],
  ])('does not guess at %j', (source, message) => {
    expect(problem(bytes(source))).toBe(message);
  });

  it('takes the byte order mark off once', () => {
    expect(decode(Buffer.from('\ufeff\ufeffx = 1'))).toEqual({ text: '\ufeffx = 1', bom: true, encoding: 'utf-8' });
  });
});

describe('encode', () => {
  it('puts the byte order mark back', () => {
    expect(Buffer.from(encode('x = 1', { bom: true, encoding: 'utf-8' }))).toEqual(bytes('\xef\xbb\xbfx = 1'));
  });

  it.each([
    ['latin-1', 'Order(price="€5")', 'the character "€" (U+20AC) does not exist in latin-1'],
    ['cp1252', 'Book(title="😀")', 'the character "😀" (U+1F600) does not exist in cp1252'],
    ['shift-jis', 'price = "¥5"', 'the character "¥" (U+00A5) does not exist in shift-jis'],
  ])('does not lose a character that %s has not', (encoding, text, message) => {
    expect(() => encode(text, { bom: false, encoding })).toThrow(message);
  });
});

describe('a file that is not Python', () => {
  const every = Buffer.from(Array.from({ length: 255 }, (_, at) => at + 1));

  it.each([
    ['UTF-8', Buffer.from('<p>Zoë 😀</p>'), '<p>Zoë 😀</p>'],
    ['UTF-8 with its mark', Buffer.from('\ufeff<p>Zoë</p>'), '<p>Zoë</p>'],
    ['UTF-16 of Windows', Buffer.from('\ufeffDjango==5.2\r\n', 'utf16le'), 'Django==5.2\r\n'],
    ['UTF-16 with the high byte first', Buffer.from('\ufeffDjango', 'utf16le').swap16(), 'Django'],
    ['some encoding of eight bits', Buffer.from('<p>Zo\xeb</p>', 'latin1'), '<p>Zoë</p>'],
  ])('is read and written back in %s', (_name, bytes, text) => {
    const decoded = decodeText(bytes);
    expect(decoded.text).toBe(text);
    expect(Buffer.from(encode(decoded.text, decoded))).toEqual(bytes);
  });

  it('keeps every byte that it may hold', () => {
    const decoded = decodeText(every);
    expect(Buffer.from(encode(decoded.text, decoded))).toEqual(every);
  });
});
