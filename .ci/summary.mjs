import { existsSync, readFileSync } from 'node:fs'

// Without results the tests never ran: the build, the types or the lint failed, which counts as one failure.
const results = '.cache/test-results.json'
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = existsSync(results)
  ? JSON.parse(readFileSync(results, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 1, numRuntimeErrorTestSuites: 0 }

console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`)
