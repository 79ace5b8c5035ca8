import config from '../../jest.config.mjs'

/** @type {import('jest').Config} */
export default {
  ...config,
  rootDir: '../..',
  testMatch: ['<rootDir>/scripts/mutation/all-tests.ts'],
  // A mutant may wait for what never comes.
  testTimeout: 5000,
}
