import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import { parse } from 'acorn'
import { buildSync } from 'esbuild'
import { BASE_URL, createWorld, outcomes } from '../support/phone'
import { createRequire, createRuntime } from './mini-program-runtime'
import { ROOT, runNode } from './packed'

const read = (file: string) => readFileSync(join(ROOT, 'miniprogram_dist', file), 'utf8')
/** What an app loads that requires the library, and no plugin and no component. */
const LIBRARY = ['index.js', 'shared.js'].map(read)

type Library = typeof import('../../src/index')

let uninstall: () => void = () => undefined
afterEach(() => uninstall())

/** The language, wx, console and timers: a mini program's logic layer has no more. */
const start = (wx?: object) => createRequire(createRuntime({ wx }))
const load = (wx?: object) => start(wx)('index.js') as Library

test('the folder that is copied into miniprogram_npm holds what runs on the phone, and nothing else', () => {
  expect(readdirSync(join(ROOT, 'miniprogram_dist'))).toEqual([
    ...['buttons.js', 'component-base.js', 'components', 'index.js', 'page.js', 'piggyback.js'],
    ...['plugin-base.js', 'plugins', 'prefetch.js', 'shared.js'],
  ])
  // A .ts of the same name would win over the script, and size counts.
  const files = readdirSync(join(ROOT, 'miniprogram_dist'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((file) => file.includes('.') && !/\.(js|json|wxml|wxss)$/.test(file))).toEqual([])
})

test('an app that requires the library alone loads one file more, which requires none', () => {
  const required = LIBRARY.map((code) => code.match(/\brequire\b[^;,]*/g))
  expect(required).toEqual([['require("./shared.js")'], null])
})

test('the bundle grows only on purpose', () => {
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0) / 1024
  // kB. The aim is 36 and 14; a sixth of this is messages that name what is wrong and what to do.
  expect(sum(LIBRARY.map(({ length }) => length))).toBeLessThanOrEqual(54)
  expect(sum(LIBRARY.map((code) => gzipSync(code, { level: 9 }).length))).toBeLessThanOrEqual(20)
})

test.each([
  // The wrappers and authorize(), which asks the platform twice and explains in between; a third is texts and codes.
  ['buttons.js', 2.4],
  ['page.js', 1],
  ['prefetch.js', 0.95],
  // Whatever goes wrong with a carried code is told, and spoils no login.
  ['piggyback.js', 0.75],
])('%s is within its budget', (file, budget) => {
  expect(gzipSync(read(file), { level: 9 }).length).toBeLessThanOrEqual(budget * 1024)
})

test('a bundler leaves out authorize() where nobody imports it', () => {
  const sizeOf = (names: string) => {
    const { outputFiles } = buildSync({
      stdin: { contents: `export { ${names} } from './es/buttons.mjs'`, resolveDir: ROOT },
      ...{ bundle: true, minify: true, write: false, format: 'esm', external: ['*/shared.mjs'] },
    })
    return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
  }
  const wrappers = 'withLogin, withUserInfo, withPhoneNumber, withAvatar'
  const share = sizeOf(`${wrappers}, authorize`) - sizeOf(wrappers)
  expect(share).toBeGreaterThan(0.2 * 1024)
  expect(share).toBeLessThanOrEqual(0.6 * 1024)
})

test('no entry point needs a file but what it shares with the library', () => {
  for (const file of ['buttons.js', 'page.js', 'prefetch.js', 'piggyback.js'])
    expect(read(file).match(/\brequire\b[^;,]*/g)).toEqual(['require("./shared.js")'])
})

test.each([
  ...['index.js', 'shared.js', 'buttons.js', 'page.js', 'prefetch.js', 'piggyback.js'],
  ...['plugin-base.js', 'component-base.js'],
])('%s is ES2015: mini programs polyfill no syntax', (file) => {
  expect(() => parse(read(file), { ecmaVersion: 2015, sourceType: 'script' })).not.toThrow()
})

test('the check of the syntax can fail', () => {
  for (const newer of [
    'a ** b',
    'async function f() {}',
    'a?.b',
    'a ?? b',
    '({ ...a })',
    'try {} catch {}',
  ]) {
    expect(() => parse(newer, { ecmaVersion: 2015, sourceType: 'script' })).toThrow()
  }
})

test('the bundle logs in and sends, with nothing but a mini program’s globals', async () => {
  const world = createWorld()
  uninstall = world.install()
  const { createAuth, isAuthError, AuthError } = load(world.wx)
  const auth = createAuth({ baseURL: BASE_URL, login: '/login' })
  const first = world.until(auth.request({ url: '/orders', data: { a: [1] } }))
  await expect(first).resolves.toMatchObject({ statusCode: 200 })
  world.server.expireAll()
  const requests = Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))
  const responses = await world.until(Promise.all(requests))
  expect(responses.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200))
  expect(world.history.logins()).toBe(2)
  await world.until(auth.logout())
  const [error] = await world.until(outcomes([auth.ensureLogin()]))
  expect(error).toBeInstanceOf(AuthError)
  expect(isAuthError(error, 'LOGGED_OUT')).toBe(true)
})

test('a bundle without a wx says so', () => {
  const { createAuth } = load()
  expect(() => createAuth({ baseURL: BASE_URL, login: '/login' })).toThrow('no global `wx`')
})

describe('whoever throws it, an error is an AuthError of the same build', () => {
  /** A file, and a call of one of its functions that it refuses. */
  const MISTAKES: Array<[file: string, name: string, ...args: unknown[]]> = [
    ['index', 'createAuth', {}],
    ['buttons', 'withLogin', {}, () => undefined],
    ['prefetch', 'prefetch', 7],
    ['piggyback', 'piggyback', {}],
    ['page', 'protect', {}, { onLoad: () => undefined }],
    ['plugins/cache', 'cache', { ttl: -1 }],
    ['plugins/failover', 'failover', {}],
    ['plugins/loading', 'loading', {}],
    ['plugins/logger', 'logger', { level: 'loud' }],
    ['plugins/metrics', 'metrics'],
    ['plugins/mock', 'mock', {}],
    ['plugins/retry', 'retry', { limit: -1 }],
    ['plugins/socket', 'connectSocket', {}, {}],
  ]

  test.each([...MISTAKES, ['components/provide', 'provideAuth', {}] as const])(
    'miniprogram_dist/%s: %s',
    (file, name, ...args) => {
      const requireFile = start(createWorld().wx)
      const { AuthError } = requireFile('index.js') as Library
      const call = () =>
        (requireFile(`${file}.js`) as Record<string, (...given: unknown[]) => void>)[name]?.(...args)
      expect(call).toThrow(AuthError)
      expect(call).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
    },
  )

  test('es', async () => {
    const script = `
      import { AuthError } from './es/index.mjs'
      for (const [file, name, ...args] of ${JSON.stringify(MISTAKES)}) {
        const module = await import('./es/' + file + '.mjs')
        try {
          module[name](...args)
        } catch (error) {
          if (error instanceof AuthError) console.log(file)
        }
      }`
    const said = await runNode(['--input-type=module', '-e', script], ROOT)
    expect(said.trim().split('\n')).toEqual(MISTAKES.map(([file]) => file))
  })
})
