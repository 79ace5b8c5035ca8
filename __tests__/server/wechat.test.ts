import { describe, expect, test } from '@jest/globals'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { startStandIn } from '../../examples/server/stand-in/start'
import { createAccessToken } from '../../examples/server/wechat/access-token'
import { createWeChat } from '../../examples/server/wechat/client'
import { toApiError } from '../../examples/server/wechat/errors'
import { cleanUp, post } from './support'

const IDENTITY = { openid: 'o1', session_key: 'tiihtNczf5v6AKRyjwEUhQ==' }

/** A client of a WeChat that answers each request with the next of `answers`. */
async function setUpScripted(answers: string[], contentType = 'text/plain') {
  const requests: { url: URL; method?: string; body: string }[] = []
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    requests.push({ url: new URL(request.url ?? '', 'http://localhost'), method: request.method, body })
    const answer = answers.shift()
    if (answer === undefined) request.socket.destroy()
    else response.setHeader('Content-Type', contentType).end(answer)
  }
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => void respond(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  const waits: number[] = []
  const wechat = createWeChat({
    appid: 'wx1',
    secret: 'the secret',
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wait: (milliseconds) => Promise.resolve(waits.push(milliseconds)),
  })
  return { wechat, requests, waits }
}

describe('code2Session', () => {
  test('asks with appid, secret, code and grant type in the query', async () => {
    const { wechat, requests } = await setUpScripted([JSON.stringify(IDENTITY)])
    await wechat.codeToSession('a&b=c')
    expect(requests).toHaveLength(1)
    expect(requests[0]?.method).toBe('GET')
    expect(requests[0]?.url.pathname).toBe('/sns/jscode2session')
    expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toEqual({
      appid: 'wx1',
      secret: 'the secret',
      js_code: 'a&b=c',
      grant_type: 'authorization_code',
    })
  })

  test.each(['text/plain', 'application/json', 'text/html'])('reads JSON sent as %s', async (contentType) => {
    const { wechat } = await setUpScripted([JSON.stringify({ ...IDENTITY, unionid: 'u1' })], contentType)
    expect(await wechat.codeToSession('code')).toEqual({
      openid: 'o1',
      unionid: 'u1',
      sessionKey: IDENTITY.session_key,
    })
  })

  test('takes errcode 0 for a success, like none', async () => {
    const { wechat } = await setUpScripted([JSON.stringify({ errcode: 0, errmsg: 'ok', ...IDENTITY })])
    expect(await wechat.codeToSession('code')).toMatchObject({ openid: 'o1', unionid: null })
  })

  test('asks again, twice at most and after a pause, while WeChat is busy', async () => {
    const busy = JSON.stringify({ errcode: -1, errmsg: 'system error' })
    const recovered = await setUpScripted([busy, busy, JSON.stringify(IDENTITY)])
    expect(await recovered.wechat.codeToSession('code')).toMatchObject({ openid: 'o1' })
    expect(recovered.waits).toEqual([100, 200])

    const overloaded = await setUpScripted([busy, busy, busy, JSON.stringify(IDENTITY)])
    await expect(overloaded.wechat.codeToSession('code')).rejects.toMatchObject({ errcode: -1 })
    expect(overloaded.requests).toHaveLength(3)
  })

  test.each([
    ['no JSON', '<html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['no openid', '{"session_key":"x"}'],
    ['no session_key', '{"openid":"x"}'],
    ['an errcode that is no number', '{"errcode":"40029"}'],
  ])('an answer that is %s is no success, and is not asked for again', async (_, answer) => {
    const { wechat, requests } = await setUpScripted([answer, JSON.stringify(IDENTITY)])
    await expect(wechat.codeToSession('code')).rejects.toMatchObject({ errcode: null })
    expect(requests).toHaveLength(1)
  })

  test('a lost connection is not asked again: the code may be used up', async () => {
    const { wechat, requests } = await setUpScripted([])
    await expect(wechat.codeToSession('code')).rejects.toMatchObject({ errcode: null })
    expect(requests).toHaveLength(1)
  })

  test('no error quotes the secret or the code', async () => {
    const { wechat } = await setUpScripted(['the secret and the code'])
    const error = (await wechat.codeToSession('the code').catch((reason: unknown) => reason)) as Error
    expect(`${error.stack ?? ''} ${String(error.cause)} ${error.message}`).not.toMatch(/the secret|the code/)
  })
})

test('a busy or unreachable WeChat is a 503 with a Retry-After', async () => {
  const busy = await setUpScripted(Array<string>(3).fill('{"errcode":-1}'))
  for (const { wechat } of [busy, await setUpScripted([])]) {
    const error: unknown = await wechat.codeToSession('code').catch((reason: unknown) => reason)
    expect(toApiError(error, 401)).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } })
  }
})

describe('the access token', () => {
  const HOUR = 3_600_000

  function setUpToken(answers: string[]) {
    const clock = { now: 0 }
    const calls: boolean[] = []
    const accessToken = createAccessToken(
      () => clock.now,
      (forceRefresh) => {
        calls.push(forceRefresh)
        return Promise.resolve({ value: answers.shift() ?? '', expiresIn: 7200 })
      },
    )
    return { accessToken, clock, calls }
  }

  test('is fetched once and shared until shortly before its end', async () => {
    const { accessToken, clock, calls } = setUpToken(['first', 'second'])
    expect(await Promise.all([accessToken.get(), accessToken.get()])).toEqual(['first', 'first'])
    clock.now += 1.9 * HOUR
    expect(await accessToken.get()).toBe('first')
    clock.now += 0.1 * HOUR
    expect(await accessToken.get()).toBe('second')
    expect(calls).toEqual([false, false])
  })

  test('is asked for again when refused, since another process may have renewed it', async () => {
    const { accessToken, calls } = setUpToken(['first', 'second'])
    await accessToken.get()
    expect(await accessToken.renew('first')).toBe('second')
    expect(calls).toEqual([false, false])
  })

  test('is renewed by force when WeChat hands out the refused one again', async () => {
    const { accessToken, calls } = setUpToken(['first', 'first', 'second'])
    await accessToken.get()
    expect(await accessToken.renew('first')).toBe('second')
    expect(calls).toEqual([false, false, true])
  })

  test('is renewed once for all who had it refused', async () => {
    const { accessToken, calls } = setUpToken(['first', 'second'])
    await accessToken.get()
    await Promise.all([accessToken.renew('first'), accessToken.renew('first')])
    expect(await accessToken.renew('first')).toBe('second')
    expect(calls).toHaveLength(2)
  })

  test('is asked for anew after a failure', async () => {
    let failures = 1
    const accessToken = createAccessToken(Date.now, () =>
      failures-- > 0
        ? Promise.reject(new Error('down'))
        : Promise.resolve({ value: 'late', expiresIn: 7200 }),
    )
    await expect(accessToken.get()).rejects.toThrow('down')
    expect(await accessToken.get()).toBe('late')
  })

  test('that another process has ended is replaced in mid-flight', async () => {
    const standIn = await startStandIn()
    cleanUp(() => standIn.close())
    const { url, appid, secret } = standIn
    const wechat = createWeChat({ appid, secret, baseURL: url })
    const phoneCode = async () =>
      (await post(`${url}/client/phone-number`, { appid, user: '小明' })).body.code
    const { number } = await wechat.getPhoneNumber(await phoneCode())
    const forced = { grant_type: 'client_credential', appid, secret, force_refresh: true }
    await post(`${url}/cgi-bin/stable_token`, forced)
    expect(await wechat.getPhoneNumber(await phoneCode())).toEqual({ countryCode: '86', number })
  })
})
