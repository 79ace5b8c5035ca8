import { expect, test } from '@jest/globals'
import { createAppLifecycle } from '../../src/platform/app-lifecycle'
import { createInvoke } from '../../src/platform/invoke'
import { createServerClock } from '../../src/platform/server-clock'
import { requestFailureCode } from '../../src/platform/failures'
import { createSend, createTransport } from '../../src/platform/transport'
import type { WxCallbacks, WxPort, WxRequest, WxResponse } from '../../src/platform/wx-port'
import { createWorld } from '../support/phone'

test('a failure without a number and without a text is one of the network', () => {
  expect(requestFailureCode({})).toBe('NETWORK')
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
      createSend(createInvoke(port, clock), createAppLifecycle(port, clock)),
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
