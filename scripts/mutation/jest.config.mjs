import { common } from '../../jest.config.mjs'

/** @type {import('jest').Config} */
export default {
  ...common,
  rootDir: '../..',
  testMatch: ['<rootDir>/scripts/mutation/all-tests.ts'],
  // A mutant may wait for what never comes.
  testTimeout: 5000,
}
