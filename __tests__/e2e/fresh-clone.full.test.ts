import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { runNpm, type NpmProcess } from './npm-process'

// One clone, as on a machine that has never seen the project, and what its user does with it one after another.
const ROOT = join(__dirname, '../..')
/** A registry that refuses: a network that is out of reach. */
const NO_NETWORK = { npm_config_registry: 'http://127.0.0.1:9/' }

let machine: string
let clone: string
const started: NpmProcess[] = []

beforeAll(() => {
  machine = mkdtempSync(join(tmpdir(), 'fresh-clone-'))
  clone = join(machine, 'clone')
  mkdirSync(join(machine, 'home'))
  execFileSync('git', ['clone', '--quiet', ROOT, clone])
})
afterEach(() => {
  for (const one of started.splice(0)) if (one.isRunning()) one.interrupt()
})
afterAll(() => rmSync(machine, { recursive: true, force: true }))

function npm(args: readonly string[], env: Record<string, string> = {}, cwd = clone) {
  const home = { HOME: join(machine, 'home'), npm_config_cache: join(machine, 'npm') }
  const one = runNpm(cwd, args, { ...home, npm_config_update_notifier: 'false', ...env })
  started.push(one)
  return one
}
const start = (env?: Record<string, string>) => npm(['start'], env)

const URL_OF = /Simulator: (http:\S+)/
const urlOf = async (one: NpmProcess) => (await one.printed(URL_OF))[1] ?? ''
const isServed = async (url: string) => (await fetch(url)).ok

/** What is told besides npm's echo of the scripts. */
const said = (one: NpmProcess) =>
  one
    .output()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('> '))

/** Ctrl-C reaches the shell that npm uses, too, and some shells die of it where others wait for the script's own end. */
const INTERRUPTED = [0, 'SIGINT', 'SIGTERM']

async function noMoreRuns(one: NpmProcess) {
  // A process that was killed is there until its parent has looked.
  for (const deadline = Date.now() + 10_000; one.isRunning() && Date.now() < deadline;)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(one.isRunning()).toBe(false)
}

test('without a network nothing can be installed: one line says so, and nothing is left', async () => {
  const first = start(NO_NETWORK)
  expect(await first.ended).toBe(1)
  expect(said(first)).toEqual([
    'Installing packages …',
    'The packages cannot be installed, as npm’s registry does not answer (ECONNREFUSED): check the network and `npm config get registry`, and start again.',
  ])
  await noMoreRuns(first)
}, 120_000)

test('Ctrl-C in the middle of the install ends it', async () => {
  const first = start()
  await first.printed(/Installing/)
  while (!existsSync(join(clone, 'node_modules'))) await new Promise((resolve) => setTimeout(resolve, 50))
  first.interrupt()
  expect(await first.ended).not.toBe(0)
  expect(said(first)).toEqual(['Installing packages …'])
  await noMoreRuns(first)
}, 120_000)

test('two starts side by side: one installs and builds for both, and each serves the example', async () => {
  const both = [start(), start()]
  const urls = await Promise.all(both.map(urlOf))
  expect(new Set(urls).size).toBe(2)
  expect(await Promise.all(urls.map(isServed))).toEqual([true, true])
  const output = both.map((one) => one.output()).join('\n')
  expect(output.match(/Installing packages/g)).toHaveLength(1)
  expect(output.match(/Building the package/g)).toHaveLength(1)
  expect(output).toContain('Waiting for another command that installs or builds here …')
  both[0]?.interrupt()
  // As a process manager does, which knows of npm alone.
  both[1]?.terminate()
  for (const one of both) {
    expect(INTERRUPTED).toContain(await one.ended)
    await noMoreRuns(one)
  }
}, 300_000)

test('a second start needs no network, installs nothing and builds nothing', async () => {
  const second = start(NO_NETWORK)
  expect(await isServed(await urlOf(second))).toBe(true)
  expect(said(second)[0]).toBe('Building the example mini program …')
}, 60_000)

test('a port that is taken is refused in one line', async () => {
  const first = start({ PORT: '0' })
  const { port } = new URL(await urlOf(first))
  const second = start({ PORT: port })
  expect(await second.ended).toBe(1)
  expect(said(second)).toEqual([
    'Building the example mini program …',
    `Port ${port} of 127.0.0.1 is taken: name another as PORT, or none for the next free one.`,
  ])
  await noMoreRuns(second)
}, 60_000)

test('Ctrl-C before anything is served is no success', async () => {
  const first = start()
  await first.printed(/Building the example/)
  first.interrupt()
  expect([130, 'SIGINT']).toContain(await first.ended)
  expect(said(first)).toEqual(['Building the example mini program …'])
  await noMoreRuns(first)
}, 60_000)

test('an old Node is told before anything else happens', () => {
  const pretend = join(__dirname, 'fixtures/node-18.cjs')
  const args = ['-r', pretend, '-r', './scripts/setup/node-version.cjs', '-e', 'console.log("went on")']
  expect(() => execFileSync(process.execPath, args, { cwd: clone, stdio: 'pipe' })).toThrow(
    'Node.js 20 or later is needed, and this is v18.0.0.',
  )
})

test('a clone that this user may not write to is told in one line', () => {
  // Nothing is forbidden to root; its tests are played by nobody.
  const isRoot = process.getuid?.() === 0
  const foreign = join(machine, 'foreign')
  execFileSync('git', ['clone', '--quiet', ROOT, foreign])
  chmodSync(machine, 0o755)
  chmodSync(foreign, isRoot ? 0o755 : 0o555)
  const args = ['-r', './scripts/setup/node-version.cjs', 'scripts/setup.mjs', '.', '--build']
  const options = { cwd: foreign, stdio: 'pipe', ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}) } as const
  expect(() => execFileSync(process.execPath, args, options)).toThrow(
    `may not write to ${join(foreign, '.cache')}: clone the project to a folder of your own.`,
  )
  chmodSync(foreign, 0o755)
})

const NOBODY = 65_534
