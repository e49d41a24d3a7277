/** The public API: declare a transform, write its edits, run transforms, read the plan. */
export { code, joinCode, plain } from './core/code.js';
export type { Context, Draft, Gather, Match, Messages, Slots } from './core/define.js';
export { UserError } from './core/errors.js';
export * from './core/options.js';
export { roleOf, type Role } from './core/roles.js';
export type * from './core/types.js';

export { loadTransform, pageOf, transformIds, transformUrl } from './source/catalogue.js';

export type { Chosen, Compile, Encode, Outcome, RunRequest, Terms } from './engine/request.js';
export { run, runTexts, type TextTransform } from './engine/run.js';
export { searchesOf } from './engine/pattern.js';
export { discover, type Discovered, type DiscoverRequest } from './source/discover.js';
export { encode } from './source/encoding.js';
export { patternOf, prefilter } from './source/prefilter.js';

export { argument, readCall, type Arguments, type Given, type Parameter } from './python/calls.js';
export { defineTransform, type Transform, type TransformContext } from './python/define.js';
export type { LoadModule, PyModule } from './python/module.js';
export type { Value } from './python/names.js';
export type { Scope } from './python/scopes.js';
export type { PyNode, PyTree } from './python/tree.js';

export { addKeywords, removeArgument, replaceValue, type Keyword } from './python/edits/arguments.js';
export { addItem, removeItem, replaceItem, type Where } from './python/edits/collections.js';
export { addDecorator, addDecoratorKeywords, removeDecorator } from './python/edits/decorators.js';
export { addFirstParameter } from './python/edits/parameters.js';
export { insertAfter, insertBefore, insertFirst } from './python/edits/statements.js';
