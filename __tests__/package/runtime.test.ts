import { runInContext } from 'node:vm'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { BASE_URL, createWorld, type World } from '../support/phone'
import { createRequire, createRuntime, listScripts } from './mini-program-runtime'
import { pack } from './packed'

type Library = typeof import('../../src/index')
type Retry = typeof import('../../src/plugins/retry')
type Buttons = typeof import('../../src/buttons')
type Page = typeof import('../../src/page')
type Provide = typeof import('../../src/components/provide')

let scripts: string[]
beforeAll(async () => {
  scripts = listScripts((await pack()).files)
})

let uninstall: () => void = () => undefined
afterEach(() => uninstall())

/** The package as a phone's page has it, and the components that registered themselves. */
function start(world: World) {
  uninstall = world.install()
  const components: object[] = []
  const Component = (definition: object) => void components.push(definition)
  const Behavior = () => 'behavior-1'
  const { setTimeout, clearTimeout } = globalThis
  const context = createRuntime({ wx: world.wx, setTimeout, clearTimeout, Component, Behavior })
  return { load: createRequire(context), components }
}

describe('where there is a mini program’s logic layer and nothing else', () => {
  test('every file of the bundle loads, and each component registers itself', () => {
    const { load, components } = start(createWorld())
    for (const script of scripts) expect(() => load(script)).not.toThrow()
    expect(components).toHaveLength(
      scripts.filter((script) => /^components\/.*\/index\.js$/.test(script)).length,
    )
    expect(components.length).toBeGreaterThan(0)
  })

  test('an app with a plugin and components logs in, survives an expiry, logs out and in again', async () => {
    const world = createWorld()
    const { load } = start(world)
    const { createAuth, isAuthError } = load('index.js') as Library
    const { retry } = load('plugins/retry.js') as Retry
    const { provideAuth } = load('components/provide.js') as Provide
    const auth = createAuth({ baseURL: BASE_URL, login: '/login', use: [retry()] })
    provideAuth(auth)
    const storm = () =>
      world.until(Promise.all(Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))))
    await storm()
    world.server.expireAll()
    await storm()
    expect(world.history.logins()).toBe(2)
    await world.until(auth.logout())
    const error: unknown = await world.until(auth.ensureLogin().catch((reason: unknown) => reason))
    expect(isAuthError(error, 'LOGGED_OUT')).toBe(true)
    await world.until(auth.login())
    expect(auth.state.status).toBe('authenticated')
  })

  test('a button and a page wait for the login', async () => {
    const world = createWorld()
    const { load } = start(world)
    const { createAuth } = load('index.js') as Library
    const { withLogin } = load('buttons.js') as Buttons
    const { authBehavior, protect } = load('page.js') as Page
    const auth = createAuth({ baseURL: BASE_URL, login: '/login' })
    const page = protect(auth, { onLoad: () => 'loaded' })
    const loaded = page.onLoad.call({} as never) as unknown as Promise<unknown>
    const tapped = Promise.resolve(withLogin(auth, () => 'ran').call({}, {}))
    expect(await world.until(Promise.all([loaded, tapped]))).toEqual(['loaded', 'ran'])
    expect([world.history.logins(), authBehavior(auth)]).toEqual([1, 'behavior-1'])
  })

  test('code made of a string is refused, and what is newer than 2015 is not there', () => {
    const context = createRuntime({})
    const fromString = () => void runInContext('new Function("return 1")', context)
    expect(fromString).toThrow('Code generation from strings')
    for (const name of [
      'globalThis',
      'URL',
      'AbortController',
      'queueMicrotask',
      'process',
      'window',
      'fetch',
    ])
      expect([name, runInContext(`typeof ${name}`, context)]).toEqual([name, 'undefined'])
    for (const method of ['Object.entries', 'Promise.allSettled', '[].includes', '"".padStart', '[].flat'])
      expect([method, runInContext(`typeof ${method}`, context)]).toEqual([method, 'undefined'])
  })
})
