/** What a function does between two reads that may change what they give. */
import { readCall } from '../../python/calls.js';
import type { PyNode } from '../../python/tree.js';
import { shown } from './body.js';

/** `attribute`: that of the object which the write goes through; null: all of the object; `*`: rows that may be anybody's. */
export interface Written {
  readonly node: PyNode;
  readonly attribute: string | null;
  readonly code: string;
}

const OF_RELATED = new Set(['create', 'add', 'remove', 'set', 'clear', 'update', 'delete', 'bulk_create', 'bulk_update', 'get_or_create', 'update_or_create', 'save', 'append', 'extend', 'acreate', 'aupdate']);
const OF_ROWS = new Set(['create', 'bulk_create', 'bulk_update', 'get_or_create', 'update_or_create', 'save', 'delete', 'asave', 'adelete', 'acreate', 'refresh_from_db', 'arefresh_from_db']);
const HARMLESS = /^(check|validate|log|logger|render|ensure|verify|require|print|debug|info|warning|error|exception|append|extend|isinstance|assert\w*|fail\w*|subTest|super|len|str|messages|success|__init__)$|^(check|validate|log|assert|has|is|get)_?/i;
const DOING = /^(a?save|create|update|delete|remove|add|set|clear|refresh|apply|cancel|close|mark|process|complete|charge|pay|approve|reject|recalc|recompute|increase|decrease|sync|move|transfer|finish|start|stop|reset|publish|submit|import)_?/;
const STORES = /cache|redis|session|storage|mail|logger|messages/i;

/** All writes in a function that may concern an object, by its text such as `self.order`. */
export function writesIn(nodes: readonly PyNode[], object: string, isTest: boolean): readonly Written[] {
  return nodes.flatMap((node) => {
    if (node.type === 'assignment' || node.type === 'augmented_assignment') return assigned(node, node.child('left'), object);
    if (node.type === 'delete_statement') return node.named.flatMap((part) => assigned(node, part, object));
    return node.type === 'call' ? called(node, object, isTest) : [];
  });
}

function assigned(node: PyNode, target: PyNode | null, object: string): readonly Written[] {
  if (target === null) return [];
  if (target.type === 'pattern_list' || target.type === 'tuple_pattern') return target.named.flatMap((part) => assigned(node, part, object));
  const attribute = attributeBehind(target.text, object);
  return attribute === null ? [] : [{ node, attribute, code: target.text }];
}

/** `lines` of `order.lines.create` for `order`; null where a text does not begin with the object. */
function attributeBehind(text: string, object: string): string | null {
  if (!text.startsWith(`${object}.`)) return null;
  return /^\w+/.exec(text.slice(object.length + 1))?.[0] ?? null;
}

function called(call: PyNode, object: string, isTest: boolean): readonly Written[] {
  const callee = call.child('function');
  if (callee === null) return [];
  const receiver = callee.child('object')?.text ?? null;
  const method = callee.child('attribute')?.text ?? callee.text;
  const write = (attribute: string | null): Written[] => [{ node: call, attribute, code: shown(call) ?? '' }];
  if (receiver === object) return onObject(call, method) ? write(null) : [];
  const behind = receiver === null ? null : attributeBehind(`${receiver}.`, object);
  if (behind !== null && OF_RELATED.has(method)) return write(behind);
  if (receiver !== null && OF_ROWS.has(method) && !STORES.test(receiver)) return write('*');
  if (method === 'update' && isRowUpdate(call)) return write('*');
  if (isTest && changesInTest(call, method, receiver)) return write('*');
  return takes(call, object) && (DOING.test(method) || (isStatement(call) && !HARMLESS.test(method))) ? write(null) : [];
}

function onObject(call: PyNode, method: string): boolean {
  if (OF_ROWS.has(method)) return true;
  return DOING.test(method) || (isStatement(call) && !HARMLESS.test(method));
}

function isRowUpdate(call: PyNode): boolean {
  const { keywords, positional } = readCall(call);
  return keywords.size > 0 && positional.length === 0 && call.child('function')?.child('object')?.type === 'call';
}

const CLIENT = /^(get|post|put|patch|delete|generic|force_login|login|call_command|run|execute|delay|apply)$/;

/** In a test nearly every call is there for what it does. */
function changesInTest(call: PyNode, method: string, receiver: string | null): boolean {
  if (/Factory$|^(make|create|build|add|given)_|^(baker|mommy|G)$/.test(method) || /(Factory|baker|mommy)$/.test(receiver ?? '')) return true;
  if (receiver !== null && /client|api|runner|task/i.test(receiver) && CLIENT.test(method)) return true;
  return isStatement(call) && !HARMLESS.test(method);
}

function isStatement(call: PyNode): boolean {
  const up = call.parent?.type === 'await' ? call.parent : call;
  return up.parent?.type === 'expression_statement';
}

function takes(call: PyNode, object: string): boolean {
  const { positional, keywords } = readCall(call);
  return positional.some(({ text }) => text === object) || [...keywords.values()].some((keyword) => keyword.child('value')?.text === object);
}
