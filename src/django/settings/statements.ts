/** Statements of a settings module as plain data, in source order. */
import type { PyNode } from '../../python/tree.js';
import { dottedText, type Aliases } from './aliases.js';
import { textOf } from './literals.js';
import { givenTo, read, short, spanOf } from './read.js';
import { negated, testOf } from './conditions.js';
import type { Arm, Statement, Target, Test, Written } from './written.js';

type Rule = (node: PyNode, aliases: Aliases) => readonly Statement[];

const RULES: Readonly<Record<string, Rule>> = {
  expression_statement: expression,
  import_statement: imports,
  import_from_statement: importsFrom,
  if_statement: branches,
  try_statement: attempt,
  for_statement: loop,
  while_statement: loop,
  with_statement: (node, aliases) => bodyOf(node, aliases),
  match_statement: matched,
  delete_statement: (node, aliases) =>
    node.named.flatMap((target) => {
      const at = targetOf(target, aliases);
      return at === null ? [] : [{ kind: 'delete', target: at, span: spanOf(node) }];
    }),
  class_definition: definedClass,
  function_definition: (node, aliases) => definedFunction(node, node, false, aliases),
  decorated_definition: decorated,
  return_statement: returned,
};

/** The statements of a module or a block. */
export function statementsOf(block: PyNode, aliases: Aliases): readonly Statement[] {
  return block.named.flatMap((node) => RULES[node.type]?.(node, aliases) ?? []);
}

function bodyOf(node: PyNode, aliases: Aliases): readonly Statement[] {
  const body = node.child('body') ?? node.child('consequence') ?? node.named.at(-1);
  return body?.type === 'block' ? statementsOf(body, aliases) : [];
}

function expression(node: PyNode, aliases: Aliases): readonly Statement[] {
  const [only] = node.named;
  if (only?.type === 'assignment') return assignment(only, aliases);
  if (only?.type === 'augmented_assignment') return augmented(only, aliases);
  return only?.type === 'call' ? called(only, aliases) : [];
}

/** `A = B = value` assigns right to left; `A, B = 1, 2` pairs up where both sides are displays. */
function assignment(node: PyNode, aliases: Aliases): readonly Statement[] {
  const [left, right] = [node.child('left'), node.child('right')];
  if (left === null || right === null) return [];
  const chained = right.type === 'assignment' ? assignment(right, aliases) : [];
  const value = lastValue(right);
  return [...chained, ...assigned(left, value, spanOf(node), aliases)];
}

function lastValue(node: PyNode): PyNode {
  const right = node.type === 'assignment' ? node.child('right') : null;
  return right === null ? node : lastValue(right);
}

const SEVERAL = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'expression_list', 'tuple', 'list']);

function assigned(left: PyNode, right: PyNode, span: Statement['span'], aliases: Aliases): readonly Statement[] {
  if (!SEVERAL.has(left.type)) {
    const globals = globalName(left);
    const target = globals ?? targetOf(left, aliases);
    return target === null ? [] : [{ kind: 'assign', target, value: read(right, aliases), span }];
  }
  const isPaired = SEVERAL.has(right.type) && right.named.length === left.named.length;
  return left.named.flatMap((part, at): readonly Statement[] => {
    const value = isPaired ? right.named[at] : undefined;
    if (value !== undefined) return assigned(part, value, span, aliases);
    const target = targetOf(part, aliases);
    return target === null ? [] : [{ kind: 'assign', target, value: { kind: 'other', text: short(right), span: spanOf(right) }, span }];
  });
}

/** `globals()["X"] = …` */
function globalName(left: PyNode): Target | null {
  if (left.type !== 'subscript' || !/^(globals|locals|vars)\(\)$/.test(left.child('value')?.text ?? '')) return null;
  const key = left.child('subscript');
  const name = key === null ? null : textOf(key);
  return name === null ? null : { name, keys: [] };
}

/** `X`, `X["a"]["b"]`; null for what is no name of the module. */
function targetOf(node: PyNode, aliases: Aliases): Target | null {
  if (node.type === 'identifier') return { name: node.text, keys: [] };
  const [holder, key] = [node.child('value'), node.child('subscript')];
  if (node.type !== 'subscript' || holder === null || key === null) return null;
  const above = targetOf(holder, aliases);
  return above === null ? null : { name: above.name, keys: [...above.keys, read(key, aliases)] };
}

function augmented(node: PyNode, aliases: Aliases): readonly Statement[] {
  const [left, right, operator] = [node.child('left'), node.child('right'), node.child('operator')?.type];
  const target = left === null ? null : targetOf(left, aliases);
  if (target === null || right === null) return [];
  if (operator === '+=' || operator === '|=') return [{ kind: 'add', target, value: read(right, aliases), span: spanOf(node) }];
  return [{ kind: 'assign', target, value: { kind: 'other', text: short(node), span: spanOf(node) }, span: spanOf(node) }];
}

/** `X.append(…)`, `X["a"].update(…)`, `include(…)`, `Production.load_settings(__name__)`, `exec(…)`. */
function called(call: PyNode, aliases: Aliases): readonly Statement[] {
  const callee = call.child('function');
  if (callee === null) return [];
  const path = callee.type === 'identifier' || callee.type === 'attribute' ? aliases.path(callee) : '';
  if (path === 'split_settings.tools.include') return included(call, false);
  if (/^(exec|execfile)$/.test(path)) return [{ kind: 'opaque', text: short(call), span: spanOf(call) }];
  if (callee.type !== 'attribute') return [];
  const object = callee.child('object') ?? callee;
  const method = callee.child('attribute')?.text ?? '';
  if (/^(globals|locals|vars)\(\)$/.test(object.text)) return [{ kind: 'opaque', text: short(call), span: spanOf(call) }];
  if (method === 'load_settings' && object.type === 'identifier') return [{ kind: 'export', name: object.text, span: spanOf(call) }];
  const target = targetOf(object, aliases);
  return target === null ? [] : [{ kind: 'call', target, method, ...givenTo(call, aliases), span: spanOf(call) }];
}

function included(call: PyNode, optional: boolean): readonly Statement[] {
  const given = call.child('arguments')?.named ?? [];
  return given.flatMap((argument): readonly Statement[] => {
    if (argument.type === 'keyword_argument') return [];
    if (argument.type === 'call' && /(^|\.)optional$/.test(argument.child('function')?.text ?? '')) return included(argument, true);
    return [{ kind: 'include', pattern: textOf(argument), optional, span: spanOf(argument) }];
  });
}

function imports(node: PyNode): readonly Statement[] {
  return node.all('name').map((name) => {
    const alias = name.type === 'aliased_import' ? (name.child('alias')?.text ?? null) : null;
    const module = name.type === 'aliased_import' ? (name.child('name')?.text ?? '') : name.text;
    return { kind: 'import', module, name: null, as: alias ?? module, span: spanOf(node) };
  });
}

function importsFrom(node: PyNode): readonly Statement[] {
  const module = node.child('module_name')?.text ?? '';
  if (node.named.some((child) => child.type === 'wildcard_import')) return [{ kind: 'star', module, optional: false, span: spanOf(node) }];
  return node.all('name').map((name) => {
    const own = name.type === 'aliased_import' ? (name.child('name')?.text ?? '') : name.text;
    const as = name.type === 'aliased_import' ? (name.child('alias')?.text ?? own) : own;
    return { kind: 'import', module, name: own, as, span: spanOf(node) };
  });
}

function branches(node: PyNode, aliases: Aliases): readonly Statement[] {
  const condition = node.child('condition');
  if (condition === null) return [];
  const clauses = node.children.filter((child) => child.type === 'elif_clause' || child.type === 'else_clause');
  const test = testOf(condition);
  const arms: Arm[] = [{ test, body: bodyOf(node, aliases) }];
  let last = test;
  for (const clause of clauses) {
    const asked = clause.child('condition');
    last = asked === null ? negated(last) : testOf(asked);
    arms.push({ test: last, body: bodyOf(clause, aliases) });
  }
  return branch(node, arms, clauses.some((clause) => clause.type === 'else_clause'));
}

function branch(node: PyNode, arms: readonly Arm[], whole: boolean): readonly Statement[] {
  return arms.every(({ body }) => body.length === 0) ? [] : [{ kind: 'branch', arms, whole, span: spanOf(node) }];
}

/** Where no handler sets anything, the body stands as if there were no `try`, and what it imports may be missing. */
function attempt(node: PyNode, aliases: Aliases): readonly Statement[] {
  const body = bodyOf(node, aliases);
  const clauses = node.children.filter((child) => child.type === 'except_clause' || child.type === 'except_group_clause');
  const otherwise = node.children.find((child) => child.type === 'else_clause');
  const last = node.children.find((child) => child.type === 'finally_clause');
  const handlers = clauses.map((clause) => ({ clause, body: bodyOf(clause, aliases) })).filter((handler) => handler.body.length > 0);
  const tries = [...body.map(asOptional), ...(otherwise === undefined ? [] : bodyOf(otherwise, aliases))];
  const after = last === undefined ? [] : bodyOf(last, aliases);
  if (handlers.length === 0) return [...tries, ...after];
  const test: Test = { kind: 'attempt', text: short(clauses[0]?.named[0] ?? node), negated: true };
  const arms = [{ test, body: tries }, ...handlers.map((handler) => ({ test: negated(test), body: handler.body }))];
  return [...branch(node, arms, true), ...after];
}

function asOptional(statement: Statement): Statement {
  return statement.kind === 'star' || statement.kind === 'include' ? { ...statement, optional: true } : statement;
}

function loop(node: PyNode, aliases: Aliases): readonly Statement[] {
  const header = node.child('right') ?? node.child('condition') ?? node;
  const test: Test = { kind: 'loop', text: short(header), negated: false };
  return branch(node, [{ test, body: bodyOf(node, aliases) }], false);
}

function matched(node: PyNode, aliases: Aliases): readonly Statement[] {
  const subject = short(node.child('subject') ?? node);
  const clauses = [...node.descendants('case_clause')];
  const arms = clauses.map((clause): Arm => {
    const test: Test = { kind: 'other', text: `${subject} is ${patternOf(clause)}`, negated: false };
    return { test, body: bodyOf(clause, aliases) };
  });
  return branch(node, arms, false);
}

function patternOf(clause: PyNode): string {
  return short(clause.named.find((child) => child.type === 'case_pattern') ?? clause);
}

function definedClass(node: PyNode, aliases: Aliases): readonly Statement[] {
  const bases = (node.child('superclasses')?.named ?? []).filter((base) => base.type === 'identifier' || base.type === 'attribute');
  const name = node.child('name')?.text ?? '';
  return [{ kind: 'class', name, bases: bases.map(dottedText), body: bodyOf(node, aliases), span: spanOf(node) }];
}

function decorated(node: PyNode, aliases: Aliases): readonly Statement[] {
  const definition = node.child('definition');
  if (definition?.type !== 'function_definition') return definition === null ? [] : statementsOf(node, aliases);
  const decorators = node.children.filter((child) => child.type === 'decorator').map((child) => child.text.slice(1).trim());
  const isProperty = decorators.length === 1 && /(^|\.)(cached_)?property$/.test(decorators[0] ?? '');
  return isProperty ? definedFunction(definition, node, true, aliases) : [];
}

/** A function with more in it than this computes something; nobody asks it for a setting. */
const LONGEST = 6000;

function definedFunction(node: PyNode, whole: PyNode, isProperty: boolean, aliases: Aliases): readonly Statement[] {
  const parameters = (node.child('parameters')?.named ?? []).map(({ text }) => text).filter((text) => text !== 'self');
  const body = node.child('body');
  if (parameters.length > 0 || body === null || body.end - body.start > LONGEST) return [];
  const returns = [...body.descendants('return_statement')].length;
  if (returns === 0 || returns > 8) return [];
  const name = node.child('name')?.text ?? '';
  return [{ kind: 'function', name, isProperty, body: statementsOf(body, aliases), span: spanOf(whole) }];
}

const RETURN: Target = { name: 'return', keys: [] };

function returned(node: PyNode, aliases: Aliases): readonly Statement[] {
  const [value] = node.named;
  const written: Written = value === undefined ? { kind: 'literal', value: null, span: spanOf(node) } : read(value, aliases);
  return [{ kind: 'assign', target: RETURN, value: written, span: spanOf(node) }];
}
