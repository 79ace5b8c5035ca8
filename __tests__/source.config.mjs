import { common } from '../jest.config.mjs'

/** The same tests on the source, for its coverage. @type {import('jest').Config} */
export default {
  ...common,
  rootDir: '..',
  globals: { testsTheSource: true },
  collectCoverageFrom: ['src/**/*.ts', '!src/testing/**'],
  coverageDirectory: '.cache/coverage',
  coverageReporters: [['text', { skipFull: true }]],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
}
