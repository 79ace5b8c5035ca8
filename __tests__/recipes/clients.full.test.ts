import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildSync } from 'esbuild'
import { testClient, type Client } from './client-promises'
import { open } from './support'

// The recipes on those clients themselves, with their own defaults: a `timeout` of 0, null for a body. They are the
// bench's packages, as fly brings along dozens of others.

const fromBench = createRequire(join(__dirname, '../../bench/package.json'))

interface Fly {
  get: (path: string, data?: unknown, options?: object) => Promise<{ data: unknown }>
  post: (path: string, data: object) => Promise<{ data: unknown }>
}

interface Luch {
  get: (path: string, config?: object) => Promise<{ data: unknown }>
  post: (path: string, data: object) => Promise<{ data: unknown }>
}

async function connectFly(): Promise<Client & { http: Fly }> {
  const names = ['flyio/dist/npm/engine-wrapper', 'flyio/dist/npm/wx']
  const app = await open('fly', Object.fromEntries(names.map((name) => [name, fromBench(name) as unknown])))
  const auth = app.start()
  const { http } = app.module('http.ts') as { http: Fly }
  const get = async (path: string) => (await http.get(path)).data
  const post = (path: string, data: object) => http.post(path, data)
  // It passes on the text alone.
  const loggedOut = { status: 0, message: expect.stringMatching(/^request:fail LOGGED_OUT /) as unknown }
  return { app, auth, http, get, post, loggedOut }
}

/** It is written in ES modules, and sends by `uni`. */
function readLuch(): unknown {
  const { outputFiles } = buildSync({
    ...{ entryPoints: [fromBench.resolve('luch-request')], bundle: true, write: false },
    ...{ format: 'cjs', target: 'es2022' },
  })
  const module = { exports: {} }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- a package's code
  new Function('module', 'exports', String(outputFiles[0]?.text))(module, module.exports)
  return module.exports
}

async function connectLuch(): Promise<Client & { http: Luch }> {
  const app = await open('luch-request', { 'luch-request': readLuch() })
  const auth = app.start()
  const { http } = app.module('http.ts') as { http: Luch }
  const get = async (path: string) => (await http.get(path)).data
  const post = (path: string, data: object) => http.post(path, data)
  return { app, auth, http, get, post }
}

beforeAll(() => {
  // In its build for WeChat.
  Object.defineProperty(globalThis, 'uni', {
    get: () => (globalThis as { wx?: unknown }).wx,
    configurable: true,
  })
})
afterAll(() => {
  delete (globalThis as { uni?: unknown }).uni
})

describe('fly 0.6', () => {
  testClient(connectFly)

  test.each(['optional', 'none'])('%s: a guest is not logged in for it', async (session) => {
    const { app, http } = await connectFly()
    await expect(http.get('/orders', null, { session })).rejects.toMatchObject({ status: 401 })
    expect([app.arrived(), app.logins()]).toEqual([['GET /orders rejected'], 0])
  })
})

describe('luch-request 3.1', () => {
  testClient(connectLuch)

  test.each(['optional', 'none'])('%s: a guest is not logged in for it', async (session) => {
    const { app, http } = await connectLuch()
    await expect(http.get('/orders', { custom: { session } })).rejects.toMatchObject({ statusCode: 401 })
    expect([app.arrived(), app.logins()]).toEqual([['GET /orders rejected'], 0])
  })
})
