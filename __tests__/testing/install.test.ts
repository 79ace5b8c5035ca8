import { afterEach, expect, test } from '@jest/globals'
import { createAuth } from '../../src/create-auth'
import { createWorld } from '../../src/testing'

let uninstall: () => void = () => undefined
afterEach(() => uninstall())

const GLOBALS = globalThis as unknown as Record<string, unknown>

test('createAuth finds everything by itself: wx, time and timers', async () => {
  const world = createWorld({ server: { expiresIn: 7200 } })
  uninstall = world.install()
  const auth = createAuth({ baseURL: 'https://api.example.com', login: '/login' })
  const { data } = await world.until(auth.request({ url: '/orders' }))
  expect(data).toEqual({ url: 'https://api.example.com/orders' })
  expect(world.history.logins()).toBe(1)

  await world.advance(7_200_000)
  await world.until(auth.request({ url: '/orders' }))
  expect(world.history.logins()).toBe(2)
})

test('a wx.login that never answers is a LOGIN_TIMEOUT, in no time', async () => {
  const world = createWorld()
  uninstall = world.install()
  world.script('login', { outcome: 'neither' })
  const auth = createAuth({ baseURL: 'https://api.example.com', login: '/login' })
  await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' })
})

test('a restart gives the new wx', async () => {
  const world = createWorld()
  uninstall = world.install()
  const options = { baseURL: 'https://api.example.com', login: '/login' }
  await world.until(createAuth(options).ensureLogin())
  await world.advance(100)
  world.restart()
  expect(GLOBALS.wx).toBe(world.wx)
  await world.until(createAuth(options).ensureLogin())
  expect(world.history.logins()).toBe(1)
})

test('the world passed as an option does the same', async () => {
  const world = createWorld()
  const auth = createAuth(
    { baseURL: 'https://api.example.com', login: '/login', wx: world.wx },
    world.surroundings,
  )
  await world.until(auth.ensureLogin())
  expect(world.history.logins()).toBe(1)
})

test('setTimeout, clearTimeout and Date.now are the world’s', async () => {
  const world = createWorld({ start: 5000 })
  uninstall = world.install()
  const fired: unknown[] = []
  setTimeout((...rest: unknown[]) => fired.push(rest), 100, 'a', 'b')
  const timer = setTimeout(() => fired.push('cleared'), 100)
  clearTimeout(timer)
  clearTimeout(undefined)
  expect(world.clock.pending).toBe(1)
  await world.advance(100)
  expect(fired).toEqual([['a', 'b']])
  expect(Date.now()).toBe(5100)
})

test('uninstall puts all back as it was, and the test runner’s timers run', async () => {
  const names = ['wx', 'setTimeout', 'clearTimeout']
  const descriptors = () => [
    ...names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name)),
    Object.getOwnPropertyDescriptor(Date, 'now'),
  ]
  const before = descriptors()
  const world = createWorld()
  world.install()
  expect(descriptors()).not.toEqual(before)
  world.uninstall()
  expect(descriptors()).toEqual(before)
  expect('wx' in globalThis).toBe(false)
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(Math.abs(Date.now() - new Date().getTime())).toBeLessThan(1000)
  world.uninstall()
})

test('a timer from before the installation is a real one, and can be cleared', async () => {
  let fired = false
  const timer = setTimeout(() => (fired = true), 5)
  const world = createWorld()
  uninstall = world.install()
  clearTimeout(timer)
  uninstall()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(fired).toBe(false)
})

test('one world at a time', () => {
  uninstall = createWorld().install()
  expect(() => createWorld().install()).toThrow('a world is installed already')
  uninstall()
  uninstall = createWorld().install()
})
