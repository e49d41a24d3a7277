/** Reads a template's tags in order, with the names that are local at each. */
import type { Span } from '../../core/types.js';
import { assignedIn, operandsOf, readExpression, type TemplateExpression } from './expressions.js';
import { wordsOf, type Token } from './tokens.js';
import type { Block, Chain, Include, Read, Spot } from './types.js';

/** A loop before its elements are known. */
export interface OpenLoop extends Spot {
  readonly chain: Chain | null;
  readonly filters: readonly string[];
  readonly variables: readonly string[];
  readonly isReversed: boolean;
  hasEmpty: boolean;
  readonly depth: number;
  end: Span;
  readonly counters: string[];
}

interface Frame {
  readonly tag: string;
  readonly names: Map<string, Chain | null>;
  readonly loop: OpenLoop | null;
  readonly block: { readonly name: string; readonly start: number } | null;
}

/** Tags that have an end, and names of their own up to there. */
const SCOPES: Readonly<Record<string, string>> = {
  for: 'endfor',
  with: 'endwith',
  block: 'endblock',
  blocktrans: 'endblocktrans',
  blocktranslate: 'endblocktranslate',
};

/** Tags whose words name no variables. */
const SILENT = new Set(['load', 'extends', 'csrf_token', 'now', 'autoescape', 'templatetag', 'lorem', 'spaceless', 'else', 'endif', 'static', 'get_static_prefix', 'localize']);

const WHOLE: Frame = { tag: '', names: new Map(), loop: null, block: null };

export class Reader {
  readonly loops: OpenLoop[] = [];
  readonly reads: Read[] = [];
  readonly includes: Include[] = [];
  readonly blocks: Block[] = [];
  readonly libraries: string[] = [];
  readonly customTags: Token[] = [];
  parent: { readonly name: string | null } | null = null;
  private readonly frames: Frame[] = [{ ...WHOLE, names: new Map() }];
  private readonly withSuper = new Set<string>();
  private readonly arms: { readonly number: number; arm: number }[] = [];
  private conditions = 0;

  constructor(tokens: readonly Token[]) {
    for (const token of tokens) this.read(token);
  }

  private read(token: Token): void {
    if (token.kind === 'variable') return this.variable(token);
    const words = wordsOf(token.content);
    const [tag = ''] = words;
    if (tag === 'for') return this.openLoop(token, words);
    if (tag === 'empty') return this.empty();
    if (tag === 'with' || tag.startsWith('blocktrans')) return this.openNames(token, words);
    if (tag === 'block') return this.openBlock(token, words);
    if (Object.values(SCOPES).includes(tag)) return this.close(token, tag);
    if (tag === 'include') return this.include(token, words);
    if (tag === 'extends') this.parent = { name: readExpression(words[1] ?? '').literal };
    if (tag === 'load') this.libraries.push(...librariesOf(words));
    if (tag === 'elif' || tag === 'else') this.nextArm();
    if (tag.startsWith('endif')) this.arms.pop();
    if (tag !== 'if' && tag.startsWith('if')) this.openArms();
    if (SILENT.has(tag) || tag === 'extends' || tag.startsWith('end')) return;
    if (tag === 'if' || tag === 'elif') return this.condition(token, tag);
    this.other(token, words);
  }

  /** What `if` asks is asked in any case, what `elif` asks only without the arms before it. */
  private condition(token: Token, tag: string): void {
    operandsOf(token.content).forEach((operand) => this.expression(operand, token, tag));
    if (tag === 'if') this.openArms();
  }

  private openArms(): void {
    this.arms.push({ number: this.conditions++, arm: 0 });
  }

  private nextArm(): void {
    const last = this.arms.at(-1);
    if (last !== undefined) last.arm += 1;
  }

  private variable(token: Token): void {
    if (token.content === 'block.super') this.withSuper.add(this.blockNames().join('/'));
    this.expression(token.content, token, '');
  }

  private expression(text: string, token: Token, tag: string): TemplateExpression {
    const read = readExpression(text);
    const { steps, filters, given } = read;
    if (steps !== null) this.note(steps, filters, token, tag, false);
    for (const argument of given) this.note(argument, [], token, tag, true);
    return read;
  }

  private note(steps: readonly string[], filters: readonly string[], { at }: Token, tag: string, isArgument: boolean): void {
    if (steps[0] === 'forloop') return this.count(steps);
    const chain = this.chainOf(steps);
    const bound = chain === null || chain === steps ? 0 : chain.length - steps.length + 1;
    const arms = this.arms.map(({ number, arm }) => `${number}:${arm}`);
    if (chain !== null) this.reads.push({ chain, filters, tag, isArgument, at, blocks: this.blockNames(), ...(bound > 0 && { bound }), ...(arms.length > 0 && { arms }) });
  }

  private count(steps: readonly string[]): void {
    const up = steps.filter((step) => step === 'parentloop').length;
    const loops = this.frames.flatMap(({ loop }) => loop ?? []);
    loops.at(-1 - up)?.counters.push(steps.at(-1) ?? '');
  }

  private openLoop(token: Token, words: readonly string[]): void {
    const at = words.lastIndexOf('in');
    const isReversed = words.at(-1) === 'reversed';
    const variables = words.slice(1, at).join(' ').split(/\s*,\s*/).filter((name) => name !== '');
    const { steps, filters } = this.expression(words[at + 1] ?? '', token, 'for');
    const chain = steps === null ? null : this.chainOf(steps);
    const loop: OpenLoop = { chain, filters, variables, isReversed, hasEmpty: false, depth: this.depth(), at: token.at, end: token.at, counters: [], blocks: this.blockNames() };
    this.loops.push(loop);
    this.frames.push({ ...WHOLE, tag: 'for', loop, names: new Map(itemsOf(chain, variables)) });
  }

  private depth(): number {
    return this.frames.filter(({ tag }) => tag === 'for').length;
  }

  /** In `{% empty %}` there is no item. */
  private empty(): void {
    const frame = this.frames.at(-1);
    if (frame?.loop === undefined || frame.loop === null) return;
    frame.loop.hasEmpty = true;
    frame.names.clear();
  }

  private openNames(token: Token, words: readonly string[]): void {
    const given = assignedIn(words.slice(1));
    const isPlural = words[0] !== 'with' && words.includes('count');
    const names = given.map(({ name, value }): [string, Chain | null] => {
      const { steps, filters } = this.expression(value, token, words[0] ?? '');
      return [name, steps === null || filters.length > 0 ? null : this.chainOf(steps)];
    });
    this.frames.push({ ...WHOLE, tag: words[0] ?? '', names: new Map(isPlural ? names.map(([name]) => [name, null]) : names) });
  }

  private openBlock({ at }: Token, words: readonly string[]): void {
    this.frames.push({ ...WHOLE, tag: 'block', names: new Map(), block: { name: words[1] ?? '', start: at.start } });
  }

  /** An end tag closes what it belongs to, and whatever was left open within. */
  private close({ at }: Token, end: string): void {
    const last = this.frames.findLastIndex(({ tag }) => SCOPES[tag] === end);
    const frame = this.frames[last];
    if (last <= 0 || frame === undefined) return;
    if (frame.loop !== null) frame.loop.end = at;
    const path = this.blockNames().join('/');
    this.frames.length = last;
    if (frame.block === null) return;
    const { name, start } = frame.block;
    this.blocks.push({ name, at: { start, end: at.end }, blocks: this.blockNames(), hasSuper: this.withSuper.has(path) });
  }

  private include(token: Token, words: readonly string[]): void {
    const { literal } = this.expression(words[1] ?? '', token, 'include');
    const pairs = words[2] === 'with' ? assignedIn(words.slice(3)) : [];
    const given = pairs.map(({ name, value }): [string, Chain | null] => {
      const { steps, filters } = this.expression(value, token, 'include');
      return [name, steps === null || filters.length > 0 ? null : this.chainOf(steps)];
    });
    const isOnly = words.at(-1) === 'only';
    const local = isOnly ? [] : this.frames.flatMap(({ names }) => [...names]);
    this.includes.push({
      name: literal,
      names: Object.fromEntries([...local, ...given]),
      given: pairs.map(({ name }) => name),
      isOnly,
      text: `{% ${token.content} %}`,
      at: token.at,
      blocks: this.blockNames(),
    });
  }

  /** Any other tag may do anything with the variables it is given. */
  private other(token: Token, words: readonly string[]): void {
    const tag = words[0] ?? '';
    this.customTags.push(token);
    const bound = words.lastIndexOf('as');
    const given = bound > 0 ? words.slice(1, bound) : words.slice(1);
    for (const word of given) this.expression(word.replace(/^\w+=/, ''), token, tag);
    if (bound > 0) this.frames.at(-1)?.names.set(words[bound + 1] ?? '', null);
  }

  private chainOf(steps: readonly string[]): Chain | null {
    const [first = '', ...rest] = steps;
    const frame = this.frames.findLast(({ names }) => names.has(first));
    if (frame === undefined) return steps;
    const chain = frame.names.get(first) ?? null;
    return chain === null ? null : [...chain, ...rest];
  }

  private blockNames(): readonly string[] {
    return this.frames.flatMap(({ block }) => block?.name ?? []);
  }
}

function itemsOf(chain: Chain | null, variables: readonly string[]): readonly [string, Chain | null][] {
  if (chain === null) return variables.map((name) => [name, null]);
  if (variables.length === 1) return variables.map((name) => [name, [...chain, '*']]);
  return variables.map((name, at) => [name, [...chain, '*', String(at)]]);
}

/** `{% load prices from shop %}` loads from `shop`. */
function librariesOf(words: readonly string[]): readonly string[] {
  const from = words.indexOf('from');
  return from > 0 ? words.slice(from + 1) : words.slice(1);
}
