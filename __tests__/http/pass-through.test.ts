import { describe, expect, test } from '@jest/globals'
import type { Middleware } from '../../src/http/middleware'
import type { WxDownload, WxRequest, WxUpload } from '../../src/platform/wx-port'
import { loggedIn, overheard, start } from '../support/logged-in'
import { createWorld } from '../support/phone'

type Optional<Options> = Required<Omit<Options, 'url'>>

// What is missing here is a compile error, and __tests__/package/options.test.ts compares with the official typings.
const ofRequest: Optional<WxRequest> = {
  data: { a: 1 },
  header: { 'X-Trace': '1' },
  timeout: 12_345,
  method: 'PUT',
  dataType: 'text',
  responseType: 'text',
  enableHttp2: true,
  enableQuic: true,
  enableCache: true,
  enableProfile: false,
  enableHttpDNS: true,
  enableHttpDNSFallback: true,
  httpDNSServiceId: 'wxa410372c837a5f26',
  httpDNSTimeout: 30_000,
  enableChunked: true,
  forceCellularNetwork: true,
  redirect: 'manual',
  useHighPerformanceMode: true,
}
const ofUpload: Optional<WxUpload> = {
  filePath: 'wxfile://a.png',
  name: 'avatar',
  header: { 'X-Trace': '1' },
  formData: { note: 'n' },
  timeout: 12_345,
  enableHttp2: true,
  enableProfile: false,
  enableQuic: true,
}
const ofDownload: Optional<WxDownload> = {
  header: { 'X-Trace': '1' },
  filePath: 'wxfile://usr/report.pdf',
  timeout: 12_345,
  enableHttp2: true,
  enableProfile: false,
  enableQuic: true,
}
const through: Middleware = (request, next) => next(request)
const cases = [
  ['request', ofRequest],
  ['uploadFile', ofUpload],
  ['downloadFile', ofDownload],
] as const
const url = 'https://api.example.com/x'

describe.each(cases)('%s', (api, options) => {
  test.each(['without', 'with'])(
    '%s middleware, wx gets its options as they are, and none of ours',
    async (how) => {
      const world = createWorld()
      const { wx, passed } = overheard(world.wx, api)
      const use = how === 'with' ? [through] : []
      const auth = world.auth({ wx, use })
      await world.until(auth.ensureLogin())
      passed.length = 0
      const given = { ...options, auth: 'required', replay: true, retry: false, priority: 'high' }
      const callbacks = { onStage: () => undefined, success: () => undefined, complete: () => undefined }
      await world.until(start(auth, api, { url: '/x', ...given, ...callbacks }))
      const [{ success, fail, ...rest } = {}] = passed
      expect([typeof success, typeof fail]).toEqual(['function', 'function'])
      expect(success).not.toBe(callbacks.success)
      expect(rest).toEqual({
        ...options,
        url,
        header: { 'X-Trace': '1', Authorization: 'Bearer token-1' },
      })
    },
  )

  test('without options, wx gets no more than the URL, and the token', async () => {
    const world = createWorld()
    const { wx, passed } = overheard(world.wx, api)
    const auth = world.auth({ wx })
    await world.until(auth.ensureLogin())
    passed.length = 0
    const file = api === 'uploadFile' ? { filePath: 'a', name: 'b' } : {}
    const redirect = api === 'request' ? { redirect: 'manual' } : {}
    await world.until(start(auth, api, { url: '/x', auth: 'none', ...file }))
    await world.until(start(auth, api, { url: '/x', ...file }))
    expect(passed.map(({ success: _, fail: __, ...rest }) => rest)).toEqual([
      { url, ...file },
      { url, ...file, header: { Authorization: 'Bearer token-1' }, ...redirect },
    ])
  })
})

describe('request', () => {
  test('redirect: follow is for requests without a session', async () => {
    const { world, auth } = await loggedIn()
    await expect(auth.request({ url: '/x', redirect: 'follow' })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('redirect') as unknown,
    })
    await world.until(auth.request({ url: '/public', redirect: 'follow', auth: 'none' }))
    const calls = world.history.steps.filter((step) => step.type === 'call')
    expect(calls).toMatchObject([{ options: { url: 'https://api.example.com/public', redirect: 'follow' } }])
  })

  test('dataType and responseType shape the answer', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('/x', () => ({ data: '{"a":1}' }))
    const body = async (options: object) => (await world.until(auth.request({ url: '/x', ...options }))).data
    expect(await body({})).toEqual({ a: 1 })
    expect(await body({ dataType: 'text' })).toBe('{"a":1}')
    expect(await body({ responseType: 'arraybuffer' })).toBeInstanceOf(ArrayBuffer)
  })

  test('the whole answer is the caller’s: status, header, cookies, errMsg', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('/x', () => ({
      statusCode: 418,
      header: { 'X-A': 'b' },
      cookies: ['c=d'],
      data: 'tea',
    }))
    expect(await world.until(auth.request({ url: '/x' }))).toEqual({
      statusCode: 418,
      data: 'tea',
      header: expect.objectContaining({ 'X-A': 'b' }) as unknown,
      cookies: ['c=d'],
      errMsg: 'request:ok',
    })
  })

  test('its timeout is the platform’s to keep', async () => {
    const { world, auth } = await loggedIn()
    world.script('request', { latency: Infinity })
    const begin = world.clock.now()
    await expect(world.until(auth.request({ url: '/x', timeout: 3000 }))).rejects.toMatchObject({
      code: 'TIMEOUT',
      errno: 5,
    })
    expect(world.clock.now() - begin).toBe(3000)
  })
})
