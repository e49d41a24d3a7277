/**
 * Python source as a light tree of plain objects. tree-sitter parses; one walk of its cursor copies
 * the concrete tree, so that nothing later crosses into native code, climbing to a parent is free
 * and the native tree can be let go at once.
 */
import Parser from 'tree-sitter';
import Python from 'tree-sitter-python';

/** A node of the concrete syntax tree: named nodes, punctuation, keywords and comments alike. */
export class PyNode {
  readonly children: PyNode[] = [];

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

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  /** Named children without comments. */
  get named(): PyNode[] {
    return this.children.filter((child) => child.isNamed && child.type !== 'comment');
  }

  get next(): PyNode | null {
    return this.parent?.children[this.index + 1] ?? null;
  }

  get previous(): PyNode | null {
    return this.parent?.children[this.index - 1] ?? null;
  }

  /** The first child under a field of the grammar, or null. */
  child(field: string): PyNode | null {
    return this.children.find((child) => child.field === field) ?? null;
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
    for (const type of types.length === 1 ? this.tree.nodes(types[0] as string) : this.walk()) {
      if (type !== this && this.contains(type) && types.includes(type.type)) yield type;
    }
  }
}

/** A parsed file. */
export class PyTree {
  readonly root: PyNode;
  private readonly byType = new Map<string, PyNode[]>();

  constructor(
    readonly text: string,
    cursor: Parser.TreeCursor,
  ) {
    this.root = this.copy(cursor);
  }

  /** All nodes of one type, in source order. */
  nodes(type: string): readonly PyNode[] {
    return this.byType.get(type) ?? [];
  }

  private copy(cursor: Parser.TreeCursor): PyNode {
    const root = this.node(cursor, null, 0);
    let current = root;
    for (;;) {
      if (cursor.gotoFirstChild()) {
        current = this.node(cursor, current, 0);
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return root;
        current = current.parent as PyNode;
      }
      current = this.node(cursor, current.parent, current.index + 1);
    }
  }

  private node(cursor: Parser.TreeCursor, parent: PyNode | null, index: number): PyNode {
    const { type, isNamed } = kind(cursor);
    const field = parent === null ? null : cursor.currentFieldName;
    const node = new PyNode(this, type, isNamed, cursor.startIndex, cursor.endIndex, field ?? null, parent, index);
    parent?.children.push(node);
    const same = this.byType.get(type);
    if (same === undefined) this.byType.set(type, [node]);
    else same.push(node);
    return node;
  }
}

const parser = new Parser();
parser.setLanguage(Python as unknown as Parser.Language);

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
 * `try` without `except`.
 */
export function parse(text: string): Parsed {
  const native = parser.parse(text, undefined, { bufferSize: 2 * text.length + 1024 });
  if (native.rootNode.hasError) return { problem: `syntax error at line ${errorLine(native.rootNode)}` };
  const tree = new PyTree(text, native.walk());
  const old = python2(tree);
  return old === null ? { tree } : { problem: `Python 2 syntax at line ${lineOf(text, old.start)}` };
}

function errorLine(node: Parser.SyntaxNode): number {
  const inner = node.children.find((child) => child.hasError || child.isMissing);
  return inner === undefined || node.isError ? node.startPosition.row + 1 : errorLine(inner);
}

/** `print (a), b` is a print statement to the grammar and a tuple to Python 3. */
function python2(tree: PyTree): PyNode | null {
  const prints = tree.nodes('print_statement').find((node) => node.named[0]?.type !== 'parenthesized_expression');
  return prints ?? tree.nodes('exec_statement')[0] ?? tree.nodes('chevron')[0] ?? tree.nodes('<>')[0] ?? null;
}

/** The line of an offset, counting from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
