import { describe, expect, test } from '@jest/globals'
import type { NetworkName } from '../../src/platform/transport'
import { loggedIn, overheard, start } from '../support/logged-in'
import { createWorld, outcomes } from '../support/phone'
import { ok } from './support'

// axios, its adapters and uni-app hand over what their users left out as null, and "no time-out" as 0. wx takes that.

const OPTIONS: Array<[NetworkName, required: object, names: string[]]> = [
  ['request', { data: null }, ['method', 'dataType', 'responseType', 'enableHttp2', 'redirect']],
  ['uploadFile', { filePath: 'wxfile://a', name: 'file' }, ['formData']],
  ['downloadFile', {}, ['filePath']],
]
const COMMON = ['header', 'timeout', 'success', 'fail', 'complete']
const OURS = ['auth', 'replay', 'retry', 'priority', 'onStage']

describe.each(OPTIONS)('%s', (api, required, names) => {
  test.each(['without', 'with'])('null is as good as nothing, %s middleware', async (how) => {
    const world = createWorld()
    const { wx, passed } = overheard(world.wx, api)
    const seen: object[] = []
    const auth = world.auth({
      wx,
      use: how === 'with' ? [(request, next) => (seen.push(request), next(request))] : [],
    })
    await world.until(auth.ensureLogin())
    passed.length = 0
    const nulls = Object.fromEntries([...names, ...COMMON, ...OURS].map((name) => [name, null]))
    const task = start(auth, api, { url: '/orders', ...required, ...nulls })
    expect(await world.until(outcomes([task]))).toEqual([ok])
    for (const options of [...passed, ...seen]) {
      const left = Object.keys(options).filter((name) => (options as Record<string, unknown>)[name] === null)
      // The body may be null.
      expect(left).toEqual(Object.keys(required).filter((name) => name === 'data'))
    }
    expect(world.history.sends('/orders').map(({ token }) => token)).toEqual(['token-1'])
  })

  test('a `timeout` of 0 is the platform’s', async () => {
    const world = createWorld()
    const { wx, passed } = overheard(world.wx, api)
    const auth = world.auth({ wx })
    await world.until(auth.ensureLogin())
    passed.length = 0
    world.script(api, { outcome: 'neither' })
    const [error] = await world.until(
      outcomes([start(auth, api, { url: '/orders', ...required, timeout: 0 })]),
    )
    expect(error).toMatchObject({ code: 'TIMEOUT', errMsg: `${api}:fail no answer in 70000 ms` })
    expect(passed[0]).not.toHaveProperty('timeout')
  })

  test.each(
    Object.keys(required)
      .filter((name) => name !== 'data')
      .concat('url'),
  )('what it needs must not be null: %s', async (name) => {
    const { auth } = await loggedIn()
    const task = start(auth, api, { url: '/orders', ...required, [name]: null })
    await expect(task).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: `${api}: \`${name}\` must be a string.`,
    })
  })
})

test('a null `replay` is the default: a rejected request is sent again', async () => {
  const { world, auth } = await loggedIn()
  world.server.expireAll()
  await expect(world.until(auth.request({ url: '/orders', replay: null as never }))).resolves.toEqual(ok)
  expect(world.history.sends('/orders')).toHaveLength(2)
})

test('attach takes a null header', async () => {
  const { world, auth } = await loggedIn()
  await expect(world.until(auth.attach({ url: '/x', header: null as never }))).resolves.toMatchObject({
    header: { Authorization: 'Bearer token-1' },
  })
})

test('so do the `send` of a login and of a logout', async () => {
  const world = createWorld()
  const { wx, passed } = overheard(world.wx, 'request')
  const nulls = { header: null as never, timeout: 0, method: 'POST' } as const
  const auth = world.auth({
    wx,
    login: async ({ code, send }) => (await send({ url: '/login', data: { code }, ...nulls })).data as never,
    logout: async ({ send }) => send({ url: '/logout', ...nulls }),
  })
  const warnings: unknown[] = []
  auth.on('warning', (warning) => warnings.push(warning))
  await world.until(auth.ensureLogin())
  await world.until(auth.logout())
  await world.advance(1000)
  expect(warnings).toEqual([])
  expect(passed.map(({ url, timeout }) => [url, timeout])).toEqual([
    ['https://api.example.com/login', undefined],
    ['https://api.example.com/logout', undefined],
  ])
  expect(passed[0]).not.toHaveProperty('header')
  expect(passed[1]?.header).toEqual({ Authorization: 'Bearer token-1' })
})
