/** The statements of a module or a class body, those below `if`, `try` and `with` too. */
import type { PyNode } from '../../python/tree.js';

export interface Statement {
  readonly node: PyNode;
  /** Whether it stands below an `if`, `try` or the like. */
  readonly isConditional: boolean;
}

const COMPOUND = new Set(['if_statement', 'try_statement', 'with_statement', 'for_statement', 'while_statement', 'match_statement']);
const CLAUSES = new Set(['block', 'elif_clause', 'else_clause', 'except_clause', 'except_group_clause', 'finally_clause', 'case_clause']);

/** In source order. Decorated definitions come as the definition. */
export function statements(block: PyNode, isConditional = false): readonly Statement[] {
  return block.named.flatMap((node) => {
    if (isForTypes(node)) return forTypes(node);
    if (COMPOUND.has(node.type)) return [...(node.type === 'for_statement' ? [{ node, isConditional: true }] : []), ...below(node)];
    if (node.type === 'decorated_definition') return [{ node: node.child('definition') ?? node, isConditional }];
    return [{ node, isConditional }];
  });
}

/** `if TYPE_CHECKING:`, which never runs. */
function isForTypes(node: PyNode): boolean {
  return node.type === 'if_statement' && /^(?:\w+\.)?TYPE_CHECKING$/.test(node.child('condition')?.text ?? '');
}

/** Its imports name what there is; its classes are none. */
function forTypes(node: PyNode): readonly Statement[] {
  const shown = statements(node.child('consequence') ?? node).filter((one) => one.node.type.startsWith('import'));
  return [...shown, ...node.all('alternative').flatMap(below).map((one) => ({ ...one, isConditional: false }))];
}

function below(node: PyNode): readonly Statement[] {
  return node.named.flatMap((part) => {
    if (part.type === 'block') return statements(part, true);
    return CLAUSES.has(part.type) ? below(part) : [];
  });
}
