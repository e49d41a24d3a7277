import type { AnyTransform, Context, Definition, Messages } from '../core/define.js';
import type { Options } from '../core/options.js';
import type { PyModule } from './module.js';
import type { PyNode } from './tree.js';

/** A transform over Python source, types forgotten. */
export type Transform = AnyTransform<PyModule, PyNode>;

/** What a transform's helpers take to reach its verbs and options. */
export type TransformContext<O extends Options, M extends Messages> = Context<PyModule, O, M>;

/** Declares a transform: data first, behaviour last. The compiler checks message ids and slots. */
export function defineTransform<const O extends Options, const M extends Messages, Fact = never>(
  definition: Definition<PyModule, PyNode, O, M, Fact>,
): Definition<PyModule, PyNode, O, M, Fact> {
  return definition;
}
