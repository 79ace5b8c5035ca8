// `npm test`, or another set of tests by its name: jest at the terminal, and beside it what looks at the whole
// repository. `npm test -- PATTERN` is jest alone, on the files of that pattern. What came of it stands in
// .cache/results, for .ci/run.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { runNode } from './setup/run.mjs'

const PACKAGES = 'node_modules/'
const TSC = `${PACKAGES}typescript/bin/tsc`

const CHECKS = {
  types: [TSC, '-b'],
  'types of the example': [TSC, '-p', 'examples/miniprogram', '--noEmit'],
  lint: [`${PACKAGES}eslint/bin/eslint.js`, '.', ...cached('eslint')],
  format: [`${PACKAGES}prettier/bin/prettier.cjs`, '.', '--check', '--log-level=warn', ...cached('prettier')],
  'nothing unused': [`${PACKAGES}knip/bin/knip.js`, '--no-progress'],
}

const SETS = {
  test: { checks: CHECKS, jest: [[]] },
  check: {
    checks: CHECKS,
    jest: [['session', 'http', 'platform', 'user', 'page'].map((name) => `__tests__/${name}/`)],
  },
  full: {
    checks: {},
    jest: [['--config=__tests__/full.config.mjs'], ['--config=__tests__/source.config.mjs', '--coverage']],
  },
}

function cached(name) {
  return ['--cache', '--cache-strategy=content', `--cache-location=.cache/${name}/`]
}

/** The checks, one after another: with the tests they are more than two cores can do at once. */
async function check(checks) {
  const failed = []
  for (const [name, args] of Object.entries(checks)) {
    const started = performance.now()
    const { code, said } = await runNode(args)
    if (code !== 0) failed.push({ name, said })
    times.push(`${code === 0 ? '✓' : '✗'} ${name}: ${seconds(started)}`)
  }
  return { passed: Object.keys(checks).length - failed.length, failed }
}

async function jest(args, results) {
  const started = performance.now()
  const report = ['--json', `--outputFile=${results}`]
  const { code } = await runNode([`${PACKAGES}jest/bin/jest.js`, ...args, ...report], { stdio: 'inherit' })
  const {
    numPassedTests: passed,
    numFailedTests,
    numRuntimeErrorTestSuites,
  } = JSON.parse(readFileSync(results, 'utf8'))
  times.push(`${code === 0 ? '✓' : '✗'} jest ${args.join(' ')}: ${seconds(started)}`)
  // Coverage below its threshold fails no test, and yet jest.
  const failed = numFailedTests + numRuntimeErrorTestSuites || (code === 0 ? 0 : 1)
  return { passed, failed }
}

const times = []
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

async function main(name, patterns) {
  const set = SETS[name]
  mkdirSync('.cache/results', { recursive: true })
  const summary = `.cache/results/${name}.json`
  rmSync(summary, { force: true })

  const checking = check(patterns.length > 0 ? {} : set.checks)
  const total = { passed: 0, failed: 0 }
  const runs = patterns.length > 0 ? [[...set.jest[0], ...patterns]] : set.jest
  for (const [index, args] of runs.entries()) {
    const { passed, failed } = await jest(args, `.cache/results/${name}-jest-${index}.json`)
    total.passed += passed
    total.failed += failed
  }
  const { passed, failed } = await checking
  total.passed += passed
  total.failed += failed.length

  for (const { name, said } of failed) console.error(`\n✗ ${name}\n${said}`)
  console.log(`\n${times.join('\n')}\n${total.passed} passed, ${total.failed} failed`)
  writeFileSync(summary, JSON.stringify(total))
  process.exitCode = total.failed === 0 ? 0 : 1
}

const [first, ...rest] = process.argv.slice(2)
await (first in SETS ? main(first, rest) : main('test', process.argv.slice(2)))
