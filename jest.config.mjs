const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
}

/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform,
  setupFilesAfterEnv: ['<rootDir>/__tests__/support/no-secrets.ts'],
  testTimeout: 30_000,
  collectCoverageFrom: ['src/**/*.ts', '!src/testing/**'],
  coverageReporters: [['text', { skipFull: true }]],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
}
