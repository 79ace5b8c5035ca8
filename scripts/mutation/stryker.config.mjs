/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['src/session/**/*.ts', 'src/http/{client,delivery,queue,token}.ts'],
  testRunner: 'jest',
  jest: { configFile: 'scripts/mutation/jest.config.mjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // ms; on a busy machine a slow test must not pass for an endless one.
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 90, break: 90 },
  tempDirName: '.cache/mutation/sandboxes',
  ignorePatterns: ['/.cache', '/examples', '/miniprogram_dist', '/es', '/types'],
  reporters: ['progress', 'clear-text', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: '.cache/mutation/report.html' },
  incrementalFile: '.cache/mutation/incremental.json',
}
