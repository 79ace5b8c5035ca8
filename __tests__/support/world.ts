import { createAuth } from '../../src/create-auth'
import type { AuthOptions } from '../../src/options'
import type { WxCallbacks, WxFailure, WxPort, WxRequest, WxResponse } from '../../src/platform/wx-port'
import { createVirtualClock } from './virtual-clock'

/** How a platform function answers: as documented, or in one of the ways seen in the field. */
export type Answer = 'success' | 'fail' | 'silent' | 'both' | 'twice' | 'throw' | 'empty' | 'fromCache'

export type Step =
  | { type: 'login' }
  | { type: 'checkSession' }
  | { type: 'request'; method: string; url: string; token: string | null; request: WxRequest }
  | { type: 'answer'; url: string; token: string | null; statusCode: number }
  | { type: 'abort'; url: string }
  | { type: 'storage'; action: 'get' | 'set' | 'remove' }

export const BASE_URL = 'https://api.example.com'
const LATENCY = 10
const SILENCE: WxFailure = {}

type Handler = (request: WxRequest, token: string | null) => Partial<WxResponse> | WxFailure | 'silent'

/** A phone, its `wx` and the app's server, on a virtual clock; what happens is written down. */
export function createWorld() {
  const clock = createVirtualClock()
  const history: Step[] = []
  const stored = new Map<string, unknown>()
  const valid = new Set<string>()
  const codes = new Map<string, 'fresh' | 'used'>()

  const world = {
    clock,
    history,
    stored,
    valid,
    /** What the dice give. */
    random: 0,
    answers: { login: 'success', request: 'success', getStorage: 'success', setStorage: 'success' } as Record<
      string,
      Answer
    >,
    latency: (request: WxRequest): number => (request.url ? LATENCY : 0),
    /** What POST /login answers; by default a new token for a fresh code. */
    exchange: ((request) => {
      const { code } = request.data as { code: string }
      if (codes.get(code) !== 'fresh') return { statusCode: 401, data: { code: 'CODE_USED' } }
      codes.set(code, 'used')
      return { statusCode: 200, data: { token: world.issue(), user: { name: '小明' } } }
    }) as Handler,
    /** What any other URL answers; by default 401 without a valid token. */
    serve: ((request, token) => {
      if (request.url.includes('/public')) return { statusCode: 200, data: 'public' }
      return token !== null && valid.has(token)
        ? { statusCode: 200, data: { url: request.url } }
        : { statusCode: 401, data: { code: 'SESSION_EXPIRED' } }
    }) as Handler,
    issue() {
      const token = `token-${++issued}`
      valid.add(token)
      return token
    },
    count: (type: Step['type'], part = '') =>
      history.filter((step) => step.type === type && (!('url' in step) || step.url.includes(part))).length,
    sends: (part = '') =>
      history.filter(
        (step): step is Extract<Step, { type: 'request' }> =>
          step.type === 'request' && step.url.includes(part),
      ),
    wx: undefined as unknown as WxPort,
    /** The app is started anew: its storage stays, its `wx` is another object. */
    restart() {
      world.wx = { ...world.wx }
      return world
    },
    auth: <User = unknown>(options: Partial<AuthOptions<User>> = {}) =>
      createAuth<User>(
        { baseURL: BASE_URL, login: '/login', wx: world.wx, ...options },
        { clock, random: () => world.random },
      ),
  }
  let issued = 0
  let coded = 0

  function answer<R>(
    name: string,
    ms: number,
    { success, fail }: WxCallbacks<R>,
    result: () => R | WxFailure,
  ) {
    const how = world.answers[name] ?? 'success'
    if (how === 'throw') throw new Error(`${name} is broken`)
    return clock.after(ms, () => {
      const succeed = () => {
        const value = how === 'empty' ? ({} as R) : result()
        if (value === SILENCE) return
        if (isFailure(value)) fail?.(value)
        else success?.(value)
      }
      if (how !== 'fail' && how !== 'silent') succeed()
      if (how === 'twice') succeed()
      if (how === 'fail' || how === 'both') fail?.({ errMsg: `${name}:fail system error`, errno: 600001 })
    })
  }

  world.wx = {
    login(options) {
      history.push({ type: 'login' })
      answer('login', LATENCY, options, () => {
        const code = `code-${++coded}`
        codes.set(code, 'fresh')
        return world.answers.login === 'fromCache' ? { code, fromCache: true } : { code }
      })
    },
    request({ success, fail, ...request }) {
      const { url, method = 'GET' } = request
      const token = /token-\d+/.exec(JSON.stringify(request))?.[0] ?? null
      history.push({ type: 'request', method, url, token, request })
      const ms = world.latency(request)
      const cancel = answer<WxResponse>('request', ms, { success, fail }, () => {
        const handler = url.startsWith(`${BASE_URL}/login`) ? world.exchange : world.serve
        const reply = handler(request, token)
        if (reply === 'silent') return SILENCE
        if (isFailure(reply)) return reply
        const response = { statusCode: 200, data: null, header: {}, errMsg: 'request:ok', ...reply }
        history.push({ type: 'answer', url, token, statusCode: response.statusCode })
        return response
      })
      return {
        abort() {
          history.push({ type: 'abort', url })
          cancel()
          fail?.({ errMsg: 'request:fail abort' })
        },
      }
    },
    getStorage({ key, ...callbacks }) {
      history.push({ type: 'storage', action: 'get' })
      answer('getStorage', 1, callbacks, () =>
        stored.has(key) ? { data: stored.get(key) } : { errMsg: 'getStorage:fail data not found' },
      )
    },
    setStorage({ key, data, ...callbacks }) {
      history.push({ type: 'storage', action: 'set' })
      answer('setStorage', 1, callbacks, () => stored.set(key, JSON.parse(JSON.stringify(data))))
    },
    removeStorage({ key, ...callbacks }) {
      history.push({ type: 'storage', action: 'remove' })
      answer('setStorage', 1, callbacks, () => stored.delete(key))
    },
    checkSession(options) {
      history.push({ type: 'checkSession' })
      answer('checkSession', LATENCY, options, () =>
        world.answers.checkSession === 'fromCache' ? { fromCache: true } : {},
      )
    },
    getUserInfo(options) {
      answer('getUserInfo', 1, options, () => ({
        userInfo: { nickName: '微信用户', avatarUrl: '' },
        rawData: '{}',
        signature: 's',
        encryptedData: 'e',
        iv: 'i',
      }))
    },
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0', envVersion: 'release' } }),
  }
  return world
}

export type World = ReturnType<typeof createWorld>

/** Each promise's value or error, in order. */
export async function outcomes(promises: Array<Promise<unknown>>): Promise<unknown[]> {
  const results = await Promise.allSettled(promises)
  return results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason) as unknown)
}

function isFailure(value: unknown): value is WxFailure {
  return (
    typeof value === 'object' && value !== null && 'errMsg' in value && String(value.errMsg).includes(':fail')
  )
}
