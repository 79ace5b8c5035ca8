const compile = (syntax, target) => [
  '@swc/jest',
  { jsc: { parser: { syntax }, target }, module: { type: 'commonjs' } },
]

/** What the tests run on either way. @type {import('jest').Config} */
export const common = {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // The long run, which __tests__/full.config.mjs is for.
  testPathIgnorePatterns: ['/node_modules/', '\\.full\\.test\\.ts$'],
  transform: { '\\.ts$': compile('typescript', 'es2022') },
  setupFilesAfterEnv: ['<rootDir>/__tests__/support/no-secrets.ts'],
  testTimeout: 30_000,
  // All cores: the default leaves one idle, which is half of two.
  maxWorkers: '100%',
}

/**
 * The tests judge what ships: the library, its plugins and the fake phone as they are published. What looks inside runs
 * on what tsc makes of it for the phone, ES2015. `npm run build` makes both.
 *
 * @type {import('jest').Config}
 */
export default {
  ...common,
  moduleNameMapper: {
    '^(?:\\.\\./)+src/(?:index|create-auth|auth-error)$': '<rootDir>/miniprogram_dist/index.js',
    '^(?:\\.\\./)+src/(buttons|page|prefetch|piggyback|plugins/.+)$': '<rootDir>/miniprogram_dist/$1.js',
    '^(?:\\.\\./)+src/testing$': '<rootDir>/es/testing.cjs',
    '^(?:\\.\\./)+src/(.+)$': '<rootDir>/.cache/compiled/$1.js',
  },
  transform: { ...common.transform, '/\\.cache/compiled/.+\\.js$': compile('ecmascript', 'es2022') },
}
