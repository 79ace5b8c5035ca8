import type { Auth, AuthState } from '../../src/index'
import { createAuth, isAuthError } from '../../src/index'
import type { WxCallbacks, WxPort } from '../../src/platform/wx-port'
import { BASE_URL, createWorld, type Answer, type World } from '../support/world'

/** What a user, a server, a phone and bad luck can do; times in ms. */
export type Command =
  | { do: 'ensureLogin' }
  | { do: 'request'; mode: 'required' | 'optional' | 'none' }
  | { do: 'login'; force: boolean }
  | { do: 'logout' }
  | { do: 'setSession' }
  | { do: 'checkSession' }
  | { do: 'expire' }
  | { do: 'exchange'; answer: 'ok' | '4xx' | '5xx' | 'lost' | 'silent' | 'unbound' | 'dead' | 'slow' }
  | { do: 'serve'; answer: 'ok' | '5xx' | 'lost' | 'silent' }
  | { do: 'wx.login'; answer: Answer }
  | { do: 'storage'; answer: Answer }
  | { do: 'corrupt' }
  | { do: 'jump'; ms: number }
  | { do: 'restart' }
  | { do: 'listenerThrows' }
  | { do: 'listenerCalls'; what: 'logout' | 'login' | 'request' | 'setSession' }

export interface Step {
  command: Command
  /** What passes afterwards. */
  ms: number
}

export interface Sent {
  id: string
  /** Which user's time it was when the app asked for it; raised by logout() and setSession(). */
  era: number
}

/** What was seen of one run; `checks.ts` says what it should have been. */
export interface Trace {
  world: World
  auth: Auth
  /** The era in which each token was issued. */
  eraOfToken: Map<string, number>
  eraOfRequest: Map<string, number>
  era: number
  /** When each era ended by a logout, by virtual time since the start. */
  /** `at` is by the device's clock, which jumps; `elapsed` is not. */
  notifications: Array<{ state: AuthState; previous: AuthState; at: number; elapsed: number; life: number }>
  settled: number
  promised: number
  /** Errors of a kind that nobody should see. */
  strange: unknown[]
  /** When wx.login was called, for each life of the app. */
  wxLogins: number[][]
  exchangesInFlight: { now: number; most: number }
  life: number
  /** Its `wx` as it was made; each life of the app has a copy. */
  phone: WxPort
  listeners: Array<() => void>
  serve: World['serve']
  /** The login endpoint takes longer than a login may. */
  isSlow: boolean
}

const LATENCIES = [10, 35, 300]
const FAILURES = {
  '5xx': { statusCode: 503 },
  lost: { errMsg: 'request:fail -118' },
  silent: 'silent',
} as const

export const COOLDOWN = 10_000
export const LOGIN_TIMEOUT = 15_000

/** Plays a program on a fresh phone, lets the faults end, and gives what was seen. */
export async function play(program: readonly Step[]): Promise<Trace> {
  const trace = begin()
  for (const { command, ms } of program) {
    perform(trace, command)
    await pass(trace, ms)
  }
  trace.listeners.forEach((off) => off())
  // The faults end; whatever waits has its time-out behind it by then.
  perform(trace, { do: 'exchange', answer: 'ok' })
  perform(trace, { do: 'serve', answer: 'ok' })
  perform(trace, { do: 'wx.login', answer: 'success' })
  perform(trace, { do: 'storage', answer: 'success' })
  await pass(trace, 400_000)
  // And the app is usable: the user logs in, and the next request succeeds.
  promise(trace, trace.auth.login())
  await pass(trace, 120_000)
  // A dead session may be found out only now, and a clock that was set may make it look new.
  request(trace, 'required')
  await pass(trace, 400_000)
  promise(
    trace,
    trace.auth.request({ url: '/last' }).then(({ statusCode }) => {
      if (statusCode !== 200) trace.strange.push(`the last request was answered ${statusCode}`)
    }),
    true,
  )
  await pass(trace, 120_000)
  return trace
}

function begin(): Trace {
  const world = createWorld()
  const trace: Trace = {
    world,
    auth: undefined as unknown as Auth,
    eraOfToken: new Map(),
    eraOfRequest: new Map(),
    era: 0,
    notifications: [],
    settled: 0,
    promised: 0,
    strange: [],
    wxLogins: [],
    exchangesInFlight: { now: 0, most: 0 },
    life: 0,
    phone: world.wx,
    listeners: [],
    serve: world.serve,
    isSlow: false,
  }
  const { issue, exchange } = world
  world.issue = () => {
    const token = issue()
    trace.eraOfToken.set(token, trace.era)
    return token
  }
  okExchange = exchange
  // Some answers come long after others that were asked for later.
  world.latency = ({ url }) =>
    url.includes('/login') ? (trace.isSlow ? 20_000 : 10) : (LATENCIES[url.length % 3] ?? 10)
  launch(trace)
  return trace
}

let okExchange: World['exchange']

/** A new life of the app; nothing comes back to the former one, as when the platform has destroyed it. */
function launch(trace: Trace) {
  const { world } = trace
  trace.life++
  const { life } = trace
  const isAlive = () => life === trace.life
  const wx = alive(trace.phone, isAlive)
  const { login, request } = wx
  const wxLogins: number[] = []
  trace.wxLogins.push(wxLogins)
  wx.login = (options) => {
    if (isAlive()) wxLogins.push(world.clock.elapsed)
    return login(options)
  }
  trace.exchangesInFlight.now = 0
  wx.request = (options) =>
    options.url.includes('/login') ? counted(trace, request, options) : request(options)
  const { clock } = world
  const after = (ms: number, callback: () => void) => clock.after(ms, () => isAlive() && callback())
  trace.auth = createAuth(
    { baseURL: BASE_URL, login: '/login', wx, cooldown: COOLDOWN, loginTimeout: LOGIN_TIMEOUT },
    { clock: { now: () => clock.now(), after }, random: () => 0 },
  )
  trace.auth.subscribe((state, previous) => {
    trace.notifications.push({ state, previous, at: clock.now(), elapsed: clock.elapsed, life })
  })
}

/** A wx that does nothing and answers nothing once its app is dead. */
function alive(phone: WxPort, isAlive: () => boolean): WxPort {
  const names = Object.keys(phone) as Array<keyof WxPort>
  const wx: Record<string, unknown> = {}
  for (const name of names) {
    const call = phone[name] as (options?: WxCallbacks<unknown>) => unknown
    wx[name] = (options?: WxCallbacks<unknown>) => {
      if (!options) return call()
      if (!isAlive()) return undefined
      const { success, fail } = options
      return call({
        ...options,
        success: (result) => isAlive() && success?.(result),
        fail: (failure) => isAlive() && fail?.(failure),
      })
    }
  }
  return wx as unknown as WxPort
}

/** Counts the exchanges that are under way at once. */
function counted(trace: Trace, request: WxPort['request'], options: Parameters<WxPort['request']>[0]) {
  const { life, exchangesInFlight: flight } = trace
  flight.now++
  flight.most = Math.max(flight.most, flight.now)
  let landed = false
  const land = () => {
    if (!landed && life === trace.life) flight.now--
    landed = true
  }
  const task = request({
    ...options,
    success(response) {
      land()
      options.success?.(response)
    },
    fail(failure) {
      land()
      options.fail?.(failure)
    },
  }) as { abort: () => void } | undefined
  return {
    abort() {
      land()
      task?.abort()
    },
  }
}

function promise(trace: Trace, work: Promise<unknown>, mustResolve = false) {
  const { life } = trace
  trace.promised++
  work.then(
    () => trace.settled++,
    (error: unknown) => {
      trace.settled++
      if (!isAuthError(error) || (mustResolve && life === trace.life)) trace.strange.push(error)
    },
  )
}

async function pass(trace: Trace, ms: number) {
  try {
    await trace.world.clock.advance(ms)
  } catch (error) {
    // A listener's error comes out of the virtual timer; any other is a fault.
    if (!(error instanceof Error && error.message === 'listener')) throw error
    await pass(trace, ms)
  }
}

function perform(trace: Trace, command: Command): void {
  const { world, auth } = trace
  switch (command.do) {
    case 'ensureLogin':
      return promise(trace, auth.ensureLogin())
    case 'request':
      return request(trace, command.mode)
    case 'login':
      return promise(trace, auth.login({ force: command.force }))
    case 'logout':
      trace.era++
      return promise(trace, auth.logout())
    case 'setSession': {
      trace.era++
      return promise(trace, auth.setSession({ token: world.issue() }))
    }
    case 'checkSession':
      return promise(trace, auth.checkSession())
    case 'expire':
      return world.valid.clear()
    case 'exchange':
      world.exchange = exchangeThat(world, command.answer)
      trace.isSlow = command.answer === 'slow'
      return
    case 'serve':
      world.serve = serveThat(trace, command.answer)
      return
    case 'wx.login':
      world.answers.login = command.answer
      return
    case 'storage':
      world.answers.getStorage = world.answers.setStorage = command.answer
      return
    case 'corrupt':
      for (const key of world.stored.keys()) world.stored.set(key, { v: 1, token: 7 })
      return
    case 'jump':
      return world.clock.jump(command.ms)
    case 'restart':
      // What waited in the former life is gone with it.
      trace.settled = trace.promised
      trace.era++
      return launch(trace)
    case 'listenerThrows': {
      const off = auth.subscribe(() => {
        off()
        throw new Error('listener')
      })
      trace.listeners.push(off)
      return
    }
    case 'listenerCalls': {
      const off = auth.subscribe(() => {
        off()
        if (command.what === 'login') perform(trace, { do: 'login', force: false })
        else if (command.what === 'request') perform(trace, { do: 'request', mode: 'required' })
        else perform(trace, { do: command.what })
      })
      trace.listeners.push(off)
    }
  }
}

function request(trace: Trace, mode: 'required' | 'optional' | 'none') {
  const id = `/r${trace.eraOfRequest.size}-${'x'.repeat(trace.eraOfRequest.size % 3)}`
  trace.eraOfRequest.set(id, trace.era)
  promise(trace, trace.auth.request({ url: id, auth: mode }))
}

function serveThat(trace: Trace, answer: Extract<Command, { do: 'serve' }>['answer']): World['serve'] {
  return answer === 'ok' ? trace.serve : () => FAILURES[answer]
}

function exchangeThat(
  world: World,
  answer: Extract<Command, { do: 'exchange' }>['answer'],
): World['exchange'] {
  switch (answer) {
    case 'ok':
    case 'slow':
      return okExchange
    case '4xx':
      return () => ({ statusCode: 403 })
    case '5xx':
      return () => ({ statusCode: 503 })
    case 'lost':
      return () => ({ errMsg: 'request:fail -118' })
    case 'silent':
      return () => 'silent'
    case 'unbound':
      return () => ({ data: { unbound: 'ticket' } })
    case 'dead':
      return (sent, token) => {
        const reply = okExchange(sent, token)
        world.valid.clear()
        return reply
      }
  }
}
