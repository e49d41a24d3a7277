/** What happens to responses on their way out, beside the middleware: who compresses, streams or rewrites them. */

export interface Spot {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
}

/** What one file tells. */
export interface DeliveryLeaf {
  /** A proxy of this kind compresses what passes through it. */
  readonly proxies: readonly Found[];
  /** `@gzip_page` on a view. */
  readonly compressedViews: readonly Found[];
  /** Responses of type `text/event-stream`. */
  readonly eventStreams: readonly Found[];
  /** Dotted names, within the file, of classes and functions that write the body of a response. */
  readonly writers: readonly string[];
  /** The dotted name of the module, where `writers` are. */
  readonly module: string;
}

/** What was found, and its line. */
export interface Found {
  readonly what: string;
  readonly line: number;
}

export interface DeliveryData {
  readonly proxies: readonly (Found & Spot)[];
  readonly compressedViews: readonly (Found & Spot)[];
  readonly eventStreams: readonly (Found & Spot)[];
  /** Dotted names of the project's classes and functions that write the body of a response. */
  readonly writers: readonly string[];
}
