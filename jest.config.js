/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/global-setup.ts',
  globalTeardown: '<rootDir>/test/global-teardown.ts',
  testTimeout: 60_000,
  maxWorkers: '100%', // most tests wait for the database; one process fewer than there are cores would be one on two
  // Packages without a CommonJS build: Node can require them, jest cannot.
  transformIgnorePatterns: ['/node_modules/(?!(jose|otpauth|@noble)/)'],
  transform: {
    '^.+\\.ts$|/node_modules/(jose|otpauth|@noble)/.+\\.js$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};
