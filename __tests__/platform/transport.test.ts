import { expect, test } from '@jest/globals'
import { createAppLife } from '../../src/platform/app-life'
import { createInvoke } from '../../src/platform/invoke'
import { createServerClock } from '../../src/platform/server-clock'
import { createSend, createTransport, requestFailureCode } from '../../src/platform/transport'
import type { WxCallbacks, WxPort, WxRequest, WxResponse } from '../../src/platform/wx-port'
import { createWorld } from '../support/phone'

test.each([
  [{ errno: 5, errMsg: 'request:fail 请求超时' }, 'TIMEOUT'],
  [{ errno: 600001, errMsg: 'request:fail errcode:-118' }, 'NETWORK'],
  [{ errno: 600002, errMsg: 'request:fail url not in domain list' }, 'DOMAIN_NOT_ALLOWED'],
  [{ errno: 600003, errMsg: 'request:fail interrupted' }, 'INTERRUPTED'],
  [{ errno: 600009, errMsg: 'request:fail invalid url' }, 'INVALID_OPTIONS'],
  [{ errMsg: 'request:fail timeout' }, 'TIMEOUT'],
  [{ errMsg: 'request:fail timed out' }, 'TIMEOUT'],
  [{ errMsg: 'request:fail 请求超时。' }, 'TIMEOUT'],
  [{ errMsg: 'request:fail interrupted' }, 'INTERRUPTED'],
  [{ errMsg: 'request:fail abort' }, 'ABORTED'],
  [{ errMsg: 'request:fail url not in domain list' }, 'DOMAIN_NOT_ALLOWED'],
  [{ errMsg: 'request:fail https://a.example 不在以下 request 合法域名列表中' }, 'DOMAIN_NOT_ALLOWED'],
  [{ errMsg: 'request:fail -2:net::ERR_FAILED' }, 'NETWORK'],
  [{}, 'NETWORK'],
])('the failure %j has the code %s', (failure, code) => {
  expect(requestFailureCode(failure)).toBe(code)
})

type Sent = WxRequest & Required<WxCallbacks<WxResponse>>

function setUp(task?: object) {
  const { clock } = createWorld()
  const sent: Sent[] = []
  const port = { request: (request: Sent) => (sent.push(request), task) } as unknown as WxPort
  return {
    clock,
    sent,
    transport: createTransport(
      createSend(createInvoke(port, clock), createAppLife(port)),
      clock,
      createServerClock(clock),
    ),
  }
}

test('a request that never answers ends ten seconds after its own timeout', async () => {
  const { clock, transport } = setUp()
  const response = transport({ url: 'https://a.example', timeout: 5000 })
  let settled = false
  response.catch(() => (settled = true))
  await clock.advance(14_999)
  expect(settled).toBe(false)
  await clock.advance(1)
  await expect(response).rejects.toMatchObject({ code: 'TIMEOUT' })
})

test('a success without a response is a failure', async () => {
  const { sent, transport } = setUp()
  const response = transport({ url: 'https://a.example' })
  sent[0]?.success(undefined as never)
  await expect(response).rejects.toMatchObject({ code: 'NETWORK' })
})

test('with redirect: manual, a 3xx that ends with its headers alone is the response', async () => {
  let head!: (head: object) => void
  const { transport } = setUp({ onHeadersReceived: (listener: typeof head) => (head = listener) })
  const response = transport({ url: 'https://a.example', redirect: 'manual' })
  head({ statusCode: 302, header: { location: 'https://evil.example' } })
  await expect(response).resolves.toEqual({
    statusCode: 302,
    header: { location: 'https://evil.example' },
    data: '',
  })
})

test('a task that tells no headers is waited for', async () => {
  const { sent, transport } = setUp({})
  const response = transport({ url: 'https://a.example', redirect: 'manual' })
  sent[0]?.success({ statusCode: 302, header: {}, data: '' })
  await expect(response).resolves.toMatchObject({ statusCode: 302 })
})

test('Not Modified is no redirect: its body comes with the answer', async () => {
  let head!: (head: object) => void
  const { sent, transport } = setUp({ onHeadersReceived: (listener: typeof head) => (head = listener) })
  const response = transport({ url: 'https://a.example', redirect: 'manual' })
  head({ statusCode: 304, header: {} })
  sent[0]?.success({ statusCode: 304, header: {}, data: 'cached' })
  await expect(response).resolves.toMatchObject({ data: 'cached' })
})

test('the headers of other answers are not the response', async () => {
  let head!: (head: object) => void
  const { sent, transport } = setUp({ onHeadersReceived: (listener: typeof head) => (head = listener) })
  const response = transport({ url: 'https://a.example', redirect: 'manual' })
  head({ statusCode: 200, header: {} })
  head({})
  sent[0]?.success({ statusCode: 200, header: {}, data: 'body' })
  await expect(response).resolves.toMatchObject({ data: 'body' })
})
