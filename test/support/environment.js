import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const require = createRequire(import.meta.url);

/**
 * Jest gives every test file a fresh copy of a package's JavaScript, but a native addon exists once a
 * process: from the second file on, tree-sitter's two halves no longer fit together and
 * `tree.rootNode` is undefined. So the addon is loaded once, here, and lent to every test file.
 */
export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.lentAddons = {
      'tree-sitter': require('tree-sitter'),
      'tree-sitter-python': require('tree-sitter-python'),
    };
  }
}
