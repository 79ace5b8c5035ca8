import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from '@jest/globals'
import { parse } from 'acorn'
import { BASE_URL, createWorld, outcomes } from '../support/phone'

const ROOT = join(__dirname, '../..')
const BUNDLE = join(ROOT, 'miniprogram_dist/index.js')
const code = readFileSync(BUNDLE, 'utf8')

type Library = typeof import('../../src/index')

let uninstall: () => void = () => undefined
afterEach(() => uninstall())

/** The language, wx, console and timers: a mini program's logic layer has no more. */
function load(wx: object): Library {
  const context = createContext(
    { wx, console, setTimeout, clearTimeout },
    { codeGeneration: { strings: false, wasm: false } },
  )
  for (const name of [
    'WeakRef',
    'FinalizationRegistry',
    'SharedArrayBuffer',
    'Atomics',
    'WebAssembly',
    'globalThis',
  ]) {
    runInContext(`delete this.${name}`, context)
  }
  const wrap = `(function (exports, module, require) { 'use strict'; ${code} })`
  const run = runInContext(wrap, context, { filename: BUNDLE }) as (
    exports: object,
    module: object,
    require: unknown,
  ) => void
  const module = { exports: {} }
  run(module.exports, module, (name: string) => {
    throw new Error(`require('${name}') in the bundle`)
  })
  return module.exports as Library
}

test('the folder that is copied into miniprogram_npm holds what runs on the phone, and nothing else', () => {
  expect(readdirSync(join(ROOT, 'miniprogram_dist'))).toEqual([
    ...['components', 'index.js', 'plugin-base.js', 'plugins'],
  ])
  // A .ts of the same name would win over the script, and size counts.
  const files = readdirSync(join(ROOT, 'miniprogram_dist'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((file) => file.includes('.') && !/\.(js|json|wxml|wxss)$/.test(file))).toEqual([])
})

test('the bundle grows only on purpose', () => {
  // kB. The aim is 18 and 6; a third of this is messages and checks that name what is wrong and what to do.
  expect(code.length / 1024).toBeLessThanOrEqual(52)
  expect(gzipSync(code, { level: 9 }).length / 1024).toBeLessThanOrEqual(19)
})

test('the bundle is ES2015: mini programs polyfill no syntax', () => {
  expect(() => parse(code, { ecmaVersion: 2015, sourceType: 'script' })).not.toThrow()
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
  const { createAuth } = load(undefined as never)
  expect(() => createAuth({ baseURL: BASE_URL, login: '/login' })).toThrow('no global `wx`')
})
