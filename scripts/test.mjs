// `npm test`, or another set of tests by its name: jest at the terminal, and beside it what looks at the whole
// repository. `npm test -- PATTERN` is jest alone, on the files of that pattern. The sum stands in .cache/results, for
// .ci/run.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { runNode } from './setup/run.mjs'

const PACKAGES = 'node_modules/'
const TSC = `${PACKAGES}typescript/bin/tsc`
const RESULTS = '.cache/results'

const CHECKS = {
  types: [TSC, '-b'],
  'types of the example': [TSC, '-p', 'examples/miniprogram', '--noEmit'],
  lint: [`${PACKAGES}eslint/bin/eslint.js`, '.', ...cached('eslint')],
  format: [`${PACKAGES}prettier/bin/prettier.cjs`, '.', '--check', '--log-level=warn', ...cached('prettier')],
  'nothing unused': [`${PACKAGES}knip/bin/knip.js`, '--no-progress'],
}
const UNIT = ['session', 'http', 'platform', 'buttons', 'page'].map((name) => `__tests__/${name}/`)

const SETS = {
  test: { checks: CHECKS, jest: { tests: [] } },
  // All of the library but what is beside it.
  check: { checks: CHECKS, jest: { 'unit tests': UNIT } },
  full: {
    checks: {},
    jest: {
      'long run': ['--config=__tests__/full.config.mjs'],
      'coverage of the source': ['--config=__tests__/source.config.mjs', '--coverage'],
    },
  },
}

function cached(name) {
  return ['--cache', '--cache-strategy=content', `--cache-location=.cache/${name}/`]
}

/** Each counts as one test; what it says is told at the end, as jest has the terminal. */
async function runCheck(args) {
  const { code, said } = await runNode(args)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, said }
}

async function runJest(args) {
  const results = `${RESULTS}/jest-${process.pid}.json`
  rmSync(results, { force: true })
  const report = ['--json', `--outputFile=${results}`]
  const { code } = await runNode([`${PACKAGES}jest/bin/jest.js`, ...args, ...report], { stdio: 'inherit' })
  const counted = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : null
  rmSync(results, { force: true })
  if (!counted) return { passed: 0, failed: 1 }
  const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites
  // Coverage below its threshold fails no test, and yet jest.
  return { passed: counted.numPassedTests, failed: failed || Number(code !== 0) }
}

/** One after another: two lines of them keep two cores busy. */
async function inTurn(jobs, run) {
  const outcomes = []
  for (const [name, args] of Object.entries(jobs)) {
    const started = performance.now()
    outcomes.push({ name, ...(await run(args)), seconds: (performance.now() - started) / 1000 })
  }
  return outcomes
}

async function main(name, patterns) {
  const { checks, jest } = SETS[name]
  const config = name === 'full' ? Object.values(jest)[0] : []
  mkdirSync(RESULTS, { recursive: true })
  const lines =
    patterns.length > 0
      ? [inTurn({ tests: [...config, ...patterns] }, runJest)]
      : [inTurn(checks, runCheck), inTurn(jest, runJest)]
  const outcomes = (await Promise.all(lines)).flat()

  for (const { name: job, said } of outcomes) if (said !== undefined) console.error(`\n✗ ${job}\n${said}`)
  console.log()
  for (const { name: job, failed, seconds } of outcomes)
    console.log(`${failed === 0 ? '✓' : '✗'} ${job}: ${seconds.toFixed(1)} s`)
  const sum = (member) => outcomes.reduce((total, outcome) => total + outcome[member], 0)
  const total = { passed: sum('passed'), failed: sum('failed') }
  console.log(`${total.passed} passed, ${total.failed} failed`)
  writeFileSync(`${RESULTS}/${name}.json`, JSON.stringify(total))
  process.exitCode = total.failed === 0 ? 0 : 1
}

const [set, ...patterns] = process.argv.slice(2)
await main(set, patterns)
