/**
 * Python source as a light tree of plain objects. tree-sitter parses; one walk of its cursor copies
 * the concrete tree, so that nothing later crosses into native code, climbing to a parent is free
 * and the native tree can be let go at once.
 */
import { createRequire } from 'node:module';
import type Parser from 'tree-sitter';
import type { Span } from '../core/types.js';

const NONE: PyNode[] = [];

/** A node of the concrete syntax tree: named nodes, punctuation, keywords and comments alike. */
export class PyNode {
  /** Set by the tree that makes the node, and by nobody else. */
  copied: PyNode[] = NONE;
  /** What the children are still to be copied from. Set by the tree alone. */
  unread: Parser.SyntaxNode | null = null;

  constructor(
    readonly tree: PyTree,
    /** The grammar's name for the node; punctuation and keywords are their own text. */
    readonly type: string,
    readonly isNamed: boolean,
    /** UTF-16 offset of the first character. */
    readonly start: number,
    /** UTF-16 offset behind the last character. */
    readonly end: number,
    /** The grammar's field under which the parent holds this node. */
    readonly field: string | null,
    readonly parent: PyNode | null,
    /** Position among the parent's children. */
    readonly index: number,
  ) {}

  get children(): readonly PyNode[] {
    if (this.unread !== null) this.tree.read(this);
    return this.copied;
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  /** Named children without comments and backslashes at line ends. */
  get named(): PyNode[] {
    return this.children.filter((child) => child.isNamed && child.type !== 'comment' && child.type !== 'line_continuation');
  }

  get next(): PyNode | null {
    return this.parent?.children[this.index + 1] ?? null;
  }

  get previous(): PyNode | null {
    return this.parent?.children[this.index - 1] ?? null;
  }

  /** The first child under a field of the grammar, or null. */
  child(field: string): PyNode | null {
    for (const child of this.children) if (child.field === field) return child;
    return null;
  }

  /** All children under a field of the grammar. */
  all(field: string): PyNode[] {
    return this.children.filter((child) => child.field === field);
  }

  /** The nearest ancestor of one of these types, or null; the node itself does not count. */
  closest(...types: readonly string[]): PyNode | null {
    let node = this.parent;
    while (node !== null && !types.includes(node.type)) node = node.parent;
    return node;
  }

  contains(other: PyNode): boolean {
    return this.start <= other.start && other.end <= this.end;
  }

  /** The node and all below it, in source order; `enter` may keep the walk out of a subtree. */
  *walk(enter: (node: PyNode) => boolean = () => true): Generator<PyNode> {
    const stack: PyNode[] = [this];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      yield node;
      if (!enter(node)) continue;
      for (let at = node.children.length - 1; at >= 0; at--) stack.push(node.children[at] as PyNode);
    }
  }

  /** Nodes of one type below this one, in source order. */
  *descendants(...types: readonly string[]): Generator<PyNode> {
    const listed = types.length === 1 && this.tree.isWhole;
    for (const node of listed ? this.tree.nodes(types[0] as string) : this.walk()) {
      if (node !== this && this.contains(node) && types.includes(node.type)) yield node;
    }
  }
}

/** A parsed file. */
export class PyTree {
  readonly root: PyNode;
  private readonly byType = new Map<string, PyNode[]>();
  private readonly unread = new Set<PyNode>();
  private isSorted = true;
  private heard: ((nodes: readonly PyNode[]) => void) | null = null;

  constructor(
    readonly text: string,
    cursor: Parser.TreeCursor,
    /** Where `except A, B:` lists its types; see `bareTypes`. */
    private readonly bare: readonly Span[] = [],
    /** Whether the body of a class or function is copied only when somebody looks into it. */
    private readonly isLazy = false,
  ) {
    this.root = this.node(cursor, null, 0);
    this.copy(cursor, this.root);
  }

  /** Whether all of the file has been copied. */
  get isWhole(): boolean {
    return this.unread.size === 0;
  }

  /** All nodes of one type, in source order. */
  nodes(type: string): readonly PyNode[] {
    for (const node of this.unread) this.read(node);
    if (!this.isSorted) for (const nodes of this.byType.values()) nodes.sort((one, other) => one.start - other.start || other.end - one.end);
    this.isSorted = true;
    return this.byType.get(type) ?? [];
  }

  /** The nodes copied so far, of one type; `hear` is told of those that follow. */
  nodesRead(type: string, hear: (nodes: readonly PyNode[]) => void): readonly PyNode[] {
    this.heard = hear;
    return this.byType.get(type) ?? [];
  }

  /** Copies what is below a node that was left for later. */
  read(node: PyNode): void {
    const cursor = node.unread?.walk();
    node.unread = null;
    this.unread.delete(node);
    if (cursor === undefined) return;
    this.isSorted = false;
    const copied = this.copy(cursor, node);
    this.heard?.(copied);
  }

  /** Copies all that is below `top`, at which the cursor stands. */
  private copy(cursor: Parser.TreeCursor, top: PyNode): readonly PyNode[] {
    const copied: PyNode[] = [];
    for (let current = top; ; copied.push(current)) {
      const isLeft = current !== top && this.isLeft(current, top);
      if (isLeft) this.leave(current, cursor);
      if (!isLeft && !isLeaf(current) && cursor.gotoFirstChild()) {
        current = this.node(cursor, current, 0);
        continue;
      }
      while (current !== top && !cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return copied;
        current = current.parent as PyNode;
        current.copied = current.copied.slice(); // A list that has grown keeps room for more: half of all memory.
      }
      if (current === top) return copied;
      current = this.node(cursor, current.parent, current.index + 1);
    }
  }

  /** A lazy tree leaves the bodies of classes and functions, but is read a whole function at a time. */
  private isLeft({ type, parent }: PyNode, top: PyNode): boolean {
    if (!this.isLazy || type !== 'block' || top.parent?.type === 'function_definition') return false;
    return parent?.type === 'function_definition' || parent?.type === 'class_definition';
  }

  private leave(node: PyNode, cursor: Parser.TreeCursor): void {
    node.unread = cursor.currentNode;
    this.unread.add(node);
  }

  private listed(type: string, start: number): string {
    if (type !== 'binary_operator' && type !== '|') return type;
    if (!this.bare.some((span) => span.start <= start && start < span.end)) return type;
    return type === '|' ? ',' : 'tuple';
  }

  private node(cursor: Parser.TreeCursor, parent: PyNode | null, index: number): PyNode {
    const { isNamed, type: read } = kind(cursor);
    const start = cursor.startIndex;
    const type = this.bare.length === 0 ? read : this.listed(read, start);
    const field = parent === null ? null : fieldOf(cursor);
    const end = isToken(read, isNamed) ? start + read.length : cursor.endIndex;
    const node = new PyNode(this, type, isNamed, start, end, field, parent, index);
    if (index > 0) parent?.copied.push(node);
    else if (parent !== null) parent.copied = [node];
    const same = this.byType.get(type);
    if (same === undefined) this.byType.set(type, [node]);
    else same.push(node);
    return node;
  }
}

/** PEP 758, `except A, B:` without parentheses: a tuple by another spelling. */
const BARE_TYPES = /^([ \t]*except\b[ \t]*\*?[ \t]*)([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)(?=[ \t]*:)/gm;

/** `except A, e:` of Python 2 names its variable so: one lower-case word. */
const PYTHON2_TARGET = /^[\w.]+[ \t]*,[ \t]*[a-z_]\w*$/;

/**
 * The grammar takes `except A, B:` for Python 2 and knows no third type. So its commas are parsed as
 * `|`, which has the same width, and the tree is told to call the result a tuple.
 */
function bareTypes(text: string): Span[] {
  if (!text.includes('except')) return [];
  const found = [...text.matchAll(BARE_TYPES)].filter((match) => !PYTHON2_TARGET.test(match[2] as string));
  return found.map((match) => ({ start: match.index + (match[1] as string).length, end: match.index + match[0].length }));
}

function withBars(text: string, bare: readonly Span[]): string {
  return bare.reduce((joined, { start, end }) => joined.slice(0, start) + joined.slice(start, end).replaceAll(',', '|') + joined.slice(end), text);
}

const require = createRequire(import.meta.url);
let loaded: Parser | null = null;

/** Loading tree-sitter takes as long as searching a thousand files, and many runs parse none: it waits for the first text. */
function parser(): Parser {
  if (loaded !== null) return loaded;
  const TreeSitter = require('tree-sitter') as typeof Parser;
  loaded = new TreeSitter();
  const { name, language } = require('tree-sitter-python') as Parser.Language;
  // Without `nodeTypeInfo`: from it a class would be made for each type of node, which nobody here asks for.
  loaded.setLanguage({ name, language, nodeTypeInfo: [] });
  return loaded;
}

/**
 * Whether a node is a keyword or punctuation, whose type is its text: it ends where its type does and has
 * nothing below it. `not in` and `is not` have blanks in between and two parts.
 */
function isToken(type: string, isNamed: boolean): boolean {
  return !isNamed && !type.includes(' ');
}

function isLeaf({ type, isNamed }: PyNode): boolean {
  return type === 'identifier' || isToken(type, isNamed);
}

const fields: string[] = [];

/** As with `kind`: a field's name crosses once. */
function fieldOf(cursor: Parser.TreeCursor): string | null {
  const id = cursor.currentFieldId as number | undefined;
  return id === undefined ? null : (fields[id] ??= cursor.currentFieldName);
}

const kinds: { type: string; isNamed: boolean }[] = [];

/** Symbol ids are fixed for a grammar, so each name crosses from native code only once. */
function kind(cursor: Parser.TreeCursor): { type: string; isNamed: boolean } {
  return (kinds[cursor.nodeTypeId] ??= { type: cursor.nodeType, isNamed: cursor.nodeIsNamed });
}

/** What keeps a text from being handled as Python 3, in words, or its tree. */
export type Parsed = { readonly tree: PyTree } | { readonly problem: string };

/**
 * Parses Python 3 source. Text that tree-sitter can only parse with errors, and Python 2, come back
 * as a problem. No problem is no proof of valid Python: the grammar accepts an empty block or
 * `try` without `except`. A lazy tree costs half as much where few functions are looked into, and
 * does not notice Python 2 in those that nobody looks into.
 */
export function parse(text: string, isLazy = false): Parsed {
  const bare = bareTypes(text);
  const native = parser().parse(withBars(text, bare), undefined, { bufferSize: 2 * text.length + 1024 });
  if (native.rootNode.hasError) return { problem: `syntax error at line ${errorLine(native.rootNode)}` };
  const tree = new PyTree(text, native.walk(), bare, isLazy);
  const old = isLazy ? null : python2(tree);
  return old === null ? { tree } : { problem: `Python 2 syntax at line ${lineOf(text, old.start)}` };
}

function errorLine(node: Parser.SyntaxNode): number {
  const inner = node.children.find((child) => child.hasError || child.isMissing);
  return inner === undefined || node.isError ? node.startPosition.row + 1 : errorLine(inner);
}

/** `print (a), b` is a print statement to the grammar and a tuple to Python 3. */
function python2(tree: PyTree): PyNode | null {
  const prints = tree.nodes('print_statement').find((node) => node.named[0]?.type !== 'parenthesized_expression');
  const target = tree.nodes('except_clause').find((node) => node.child('alias') !== null);
  return prints ?? target ?? tree.nodes('exec_statement')[0] ?? tree.nodes('chevron')[0] ?? tree.nodes('<>')[0] ?? null;
}

/** The line of an offset, counting from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
