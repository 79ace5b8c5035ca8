import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { ServerResponse } from 'node:http'
import { createPhone, createWx, type Phone } from '../../examples/simulator/wx'
import type { RequestOptions } from '../../examples/simulator/wx/http'
import { type Answer, startAnsweringServer } from './answering-server'
import { call } from './wx-call'

const APP_URL = 'http://app.test'

describe('the simulated wx.request', () => {
  let server: Awaited<ReturnType<typeof startAnsweringServer>>
  let hosts: Record<string, string>
  let answer: Answer
  let phone: Phone
  let simulated: ReturnType<typeof createWx>

  beforeAll(async () => {
    server = await startAnsweringServer((request, response) => answer(request, response))
    hosts = { [APP_URL]: server.url }
  })

  afterAll(() => server.close())

  beforeEach(() => {
    phone = createPhone()
    simulated = createWx({ standInURL: 'http://127.0.0.1:1', appId: 'wx1', user: 'u', hosts, phone })
  })

  afterEach(() => {
    simulated.dispose()
    jest.useRealTimers()
  })

  const request = (options: Omit<RequestOptions, 'url'> & { url?: string } = {}) =>
    call((callbacks) => simulated.wx.request({ url: `${APP_URL}/x`, ...options, ...callbacks }))

  /** Answers nothing; resolves at the first request. */
  function hang(): Promise<void> {
    return new Promise((resolve) => (answer = () => resolve()))
  }

  const interrupted = { failure: { errMsg: 'request:fail interrupted', errno: 600003 } }

  test.each([200, 401, 404, 500])('status %i is a success', async (status) => {
    answer = (_, response) => response.writeHead(status, { 'x-a': 'b' }).end('{"a":1}')
    expect(await request()).toMatchObject({
      result: { errMsg: 'request:ok', statusCode: status, data: { a: 1 }, header: { 'x-a': 'b' } },
    })
  })

  test('the data of a GET becomes the query string', async () => {
    answer = (incoming, response) => response.end(JSON.stringify(incoming.url))
    expect(await request({ url: `${APP_URL}/x?a=1`, data: { b: '二' } })).toMatchObject({
      result: { data: '/x?a=1&b=%E4%BA%8C' },
    })
  })

  test('the data of a POST is sent as JSON, or as a form if the header says so', async () => {
    answer = (incoming, response) => void incoming.pipe(response)
    const header = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await request({ method: 'POST', data: { a: 1 } })).toMatchObject({ result: { data: { a: 1 } } })
    expect(await request({ method: 'POST', data: { a: 1 }, header })).toMatchObject({
      result: { data: 'a=1' },
    })
  })

  test('a body that is not JSON stays a string', async () => {
    answer = (_, response) => response.end('<html>')
    expect(await request()).toMatchObject({ result: { data: '<html>' } })
  })

  test('no callback comes before the call has returned', () => {
    const callbacks = { success: jest.fn(), fail: jest.fn(), complete: jest.fn() }
    phone.setOffline(true)
    expect(simulated.wx.request({ url: `${APP_URL}/x`, ...callbacks })).toHaveProperty('abort')
    expect(callbacks.fail).not.toHaveBeenCalled()
    expect(callbacks.complete).not.toHaveBeenCalled()
  })

  test('nobody listening is failure 600001', async () => {
    expect(await request({ url: 'http://127.0.0.1:1/' })).toMatchObject({ failure: { errno: 600001 } })
  })

  test('no answer within the timeout is failure 5', async () => {
    void hang()
    expect(await request({ timeout: 20 })).toEqual({ failure: { errMsg: 'request:fail timeout', errno: 5 } })
  })

  test('a URL that is none is failure 600009', async () => {
    expect(await request({ url: '/orders' })).toMatchObject({ failure: { errno: 600009 } })
  })

  test('abort() fails the request', async () => {
    const arrived = hang()
    const outcome = call((callbacks) => {
      const task = simulated.wx.request({ url: `${APP_URL}/x`, ...callbacks })
      void arrived.then(() => task.abort())
    })
    expect(await outcome).toEqual({ failure: { errMsg: 'request:fail abort' } })
  })

  test('offline, requests under way and new ones fail with 600001', async () => {
    const arrived = hang()
    const underWay = request()
    await arrived
    phone.setOffline(true)
    expect(await underWay).toMatchObject({ failure: { errno: 600001 } })
    expect(await request()).toMatchObject({ failure: { errno: 600001 } })
  })

  test('five seconds in the background interrupt requests, until the app is in front again', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
    const arrived = hang()
    const underWay = request()
    await arrived
    phone.hide()
    jest.advanceTimersByTime(4_999)
    expect(phone.suspended).toBe(false)
    jest.advanceTimersByTime(1)
    expect(await underWay).toEqual(interrupted)
    expect(await request()).toEqual(interrupted)

    phone.show()
    answer = (_, response) => response.end('1')
    expect(await request()).toMatchObject({ result: { data: 1 } })
  })

  test('ten requests run at a time, the rest wait for their turn', async () => {
    const open: ServerResponse[] = []
    const ten = new Promise<void>((resolve) => {
      answer = (_, response) => {
        if (open.push(response) === 10) resolve()
      }
    })
    const all = Array.from({ length: 12 }, () => request())
    await ten
    expect(open).toHaveLength(10)
    answer = (_, response) => response.end('1')
    open.forEach((response) => response.end('1'))
    const outcomes = await Promise.all(all)
    expect(outcomes.filter((outcome) => 'result' in outcome)).toHaveLength(12)
  })
})
