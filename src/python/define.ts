import type { AnyTransform, Context, Definition, FactId, Messages } from '../core/define.js';
import type { Options } from '../core/options.js';
import type { PyModule } from './module.js';
import type { PyNode } from './tree.js';

/** A transform over Python source, types forgotten. */
export type Transform = AnyTransform<PyModule, PyNode>;

/** What a transform's helpers take to reach its verbs and options. */
export type TransformContext<O extends Options, M extends Messages, N extends FactId = never> = Context<PyModule, O, M, N>;

/** Declares a transform: data first, behaviour last. The compiler checks message ids and slots. */
export function defineTransform<const O extends Options, const M extends Messages, Fact = never, const N extends FactId = never>(
  definition: Definition<PyModule, PyNode, O, M, Fact, N>,
): Definition<PyModule, PyNode, O, M, Fact, N> {
  return definition;
}
