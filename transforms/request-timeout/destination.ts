/** Whom a call talks to, and whether that takes long. */
import { argument, readCall } from '../../src/python/calls.js';
import type { PyModule } from '../../src/python/module.js';
import { madeBy } from '../../src/python/names.js';
import { leadingText } from '../../src/python/strings.js';
import type { PyNode } from '../../src/python/tree.js';
import { verbOf, type Place } from './place.js';

/** Words of a URL, or of the name of the function around, that promise a long answer. */
const SLOW = /^(upload|download|export|stream|longpoll)/;

/** Words of a URL's path only: what a function generates need not come from the server. */
const SLOW_SERVICE = /^(completion|generat|sparql)/;

/** The same of a path that something is posted to: what is got from one is more likely a short look-up. */
const SLOW_TO_POST = /^(query|queries|sql|convert|render|transcribe)$/;

/** What a function does with the query that its name tells of. */
const RUNS = /^(run|exec|execute|send|submit|perform)$/;

/** They carry no body in either direction, or next to none. */
const SHORT_VERBS: ReadonlySet<string | null> = new Set(['head', 'options', 'delete']);

/** The value of the first entry of a table of URL prefixes and host names that fits a place; null if none does. */
export function byHost<T>(table: Readonly<Record<string, T>>, place: Place, module: PyModule): T | null {
  const node = Object.keys(table).length === 0 ? null : destinationOf(place);
  if (node === null) return null;
  const { text, whole } = leadingText(node, module);
  const host = hostOf(text, whole);
  const isMeant = (pattern: string): boolean => (pattern.includes('://') ? text.startsWith(pattern) : host !== null && fits(host, pattern));
  const found = Object.entries(table).find(([pattern]) => isMeant(pattern));
  return found === undefined ? null : found[1];
}

/** The URL, the host, or the address that a call is given. */
function destinationOf({ call, path, shift }: Place): PyNode | null {
  const isRequest = path.endsWith('.request');
  const given = argument(call, { name: /^(requests|urllib)\./.test(path) ? 'url' : 'host', position: shift + (isRequest ? 1 : 0) });
  if (given.kind !== 'given') return null;
  return given.value.type === 'tuple' ? (given.value.named[0] ?? null) : given.value;
}

/** A URL's host name, if its end is in the text; a text without a scheme is a host name as a whole. */
function hostOf(text: string, whole: boolean): string | null {
  const scheme = text.indexOf('://');
  if (scheme < 0) return whole ? text : null;
  const rest = text.slice(scheme + 3);
  const end = rest.search(/[/:?#]/);
  return end < 0 ? (whole ? rest : null) : rest.slice(0, end);
}

function fits(host: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const literal = parts.map((part) => part.replace(/[^\w-]/g, '\\$&')).join('.*');
  return new RegExp(`^${literal}$`).test(host.toLowerCase());
}

/** Whether a call is likely to take longer than most: it sends a file, reads a stream, or its words say so. */
export function isSlow(place: Place, module: PyModule): boolean {
  return isStream(place) || sendsFile(place, module) || isNamedSlow(place, module);
}

export function isStream({ call, client }: Place): boolean {
  const given = argument(call, { name: 'stream', position: null });
  return client === 'requests' && given.kind === 'given' && given.value.type === 'true';
}

function sendsFile({ call, client, shift, path }: Place, module: PyModule): boolean {
  if (client !== 'requests') return false;
  const files = argument(call, { name: 'files', position: null });
  if (files.kind === 'given') return files.value.type !== 'none';
  const data = argument(call, { name: 'data', position: /\.(post|put|patch)$/.test(path) ? shift + 1 : null });
  return data.kind === 'given' && isFile(data.value, module);
}

/** An open file, or all that is in one. */
function isFile(node: PyNode, module: PyModule): boolean {
  return sourcesOf(node, module).some((source) => isOpened(source, module) || isRead(source, module));
}

/** `open(…)`, or the method of a path or of a file field. */
function isOpened(source: PyNode, module: PyModule): boolean {
  if (source.type !== 'call') return false;
  return source.child('function')?.child('attribute')?.text === 'open' || madeBy(module.resolve(source)) === 'builtins.open';
}

/** `file.read()` */
function isRead(source: PyNode, module: PyModule): boolean {
  const callee = source.type === 'call' && readCall(source).list.named.length === 0 ? source.child('function') : null;
  const file = callee?.child('attribute')?.text === 'read' ? callee.child('object') : null;
  return file !== null && sourcesOf(file, module).some((one) => isOpened(one, module));
}

/** An expression; for a name also what the file assigns to it, be it in a `with`. */
function sourcesOf(node: PyNode, module: PyModule): readonly PyNode[] {
  if (node.type !== 'identifier') return [node];
  const bindings = module.scopeAt(node).owner(node.text)?.bindings(node.text) ?? [];
  return [node, ...bindings.flatMap(({ value }) => value ?? [])];
}

function isNamedSlow(place: Place, module: PyModule): boolean {
  const verb = verbOf(place);
  if (SHORT_VERBS.has(verb)) return false;
  const around = words(place.call.closest('function_definition')?.child('name')?.text ?? '');
  const isSlowWord = (word: string): boolean => SLOW.test(word) && !(verb === 'get' && word.startsWith('upload'));
  if (around.some(isSlowWord) || runsQuery(around)) return true;
  const texts = urlTexts(destinationOf(place), module);
  const path = texts.map(pathIn).flatMap(words);
  const isSlowService = (word: string): boolean => SLOW_SERVICE.test(word) || (verb === 'post' && SLOW_TO_POST.test(word));
  return texts.flatMap(words).some((word) => SLOW.test(word)) || path.some(isSlowService);
}

function runsQuery(around: readonly string[]): boolean {
  const has = (pattern: RegExp): boolean => around.some((word) => pattern.test(word));
  return has(/^(sparql|sql)$/) || (has(/^(query|queries)$/) && has(RUNS));
}

/** The texts that a URL is put together from. */
function urlTexts(destination: PyNode | null, module: PyModule): readonly string[] {
  if (destination === null) return [];
  const nodes = sourcesOf(destination, module).flatMap((source) => [...source.walk()]);
  const literals = nodes.filter(({ type }) => type === 'string_content');
  return [leadingText(destination, module).text, ...literals.map(({ text }) => text)];
}

/** What of a URL, or a part of one, is neither its host nor its query. */
function pathIn(text: string): string {
  return text.replace(/^\w+:\/\/[^/]*/, '').replace(/[?&].*$/s, '');
}

/** The words of a name or a URL, in lower case. */
function words(text: string): readonly string[] {
  return text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z]+/);
}
