/** Tests run from source, as ES modules; see test/support/environment.js for the native addon. */
export default {
  testEnvironment: './test/support/environment.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  /** For tests that run commands on a machine that is busy. */
  testTimeout: 30_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false, tsconfig: 'tsconfig.json' }] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^tree-sitter$': '<rootDir>/test/support/tree-sitter.cjs',
    '^tree-sitter-python$': '<rootDir>/test/support/tree-sitter-python.cjs',
  },
};
