import config from '../jest.config.mjs'

/** The long run: what takes minutes, or tools that are installed for it alone. @type {import('jest').Config} */
export default {
  ...config,
  rootDir: '..',
  testMatch: ['<rootDir>/__tests__/**/*.full.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
}
