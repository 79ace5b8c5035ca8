import type { AuthState, Session } from '../../src/index'
import { tokenOf } from './backend'
import { readFlights, type Flight } from './flights'
import type { Moment, Run, Tap, Trace } from './trace'

/** What a call of wx is for; a `carrier` is a request that takes a login code along. */
export type Purpose = 'login' | 'exchange' | 'renewal' | 'carrier' | 'request' | 'remoteLogout' | 'other'

/** What is passed to one function of wx or another. */
export interface Options {
  url: string
  method?: string
  header?: Record<string, string>
  redirect?: string
  data?: unknown
  filePath?: string
  name?: string
  formData?: object
  token?: string
}

/** What one function of wx or another gives. */
export interface Result {
  statusCode?: number
  header?: Record<string, string>
  data?: unknown
  code?: string
  fromCache?: boolean
  errMsg?: string
  errno?: number
}

/** One call of wx, with all that became of it. */
export interface Call extends Omit<Moment, 'order'> {
  name: string
  purpose: Purpose
  options: Options
  status: AuthState['status'] | undefined
  token: string | null
  code: string | null
  end: End | null
  /** The position at which the library ended it. */
  aborted: number | null
}

export interface End {
  position: number
  at: number
  how: 'success' | 'fail' | 'throw' | 'return'
  result: Result
}

/** The history and the trace of a run, put together. */
export interface Reading extends Trace {
  run: Run
  calls: Call[]
  /** Those of wx.request, wx.uploadFile and wx.downloadFile. */
  requests: Call[]
  flights: Flight[]
  /** When the user asked to be logged in: by login(), or by a tap. */
  wishes: Moment[]
  /** Positions at which the device's clock was set. */
  jumps: number[]
  /** When the app came to the front, or the network back; a suspended app hears of it later. */
  wakings: number[]
  /** In which era this token is somebody's. */
  eraOf(life: number, token: string): number | undefined
}

export function read(run: Run): Reading {
  const { trace, world } = run
  const calls = new Map<number, Call>()
  const jumps: number[] = []
  const wakings: number[] = []
  const eraOfToken = new Map(trace.eraOfToken)
  let era = 0

  world.history.steps.forEach((step, position) => {
    const { at, life } = step
    while ((trace.boundaries[era]?.position ?? Infinity) <= position) era++
    if (step.type === 'call') {
      const { name, call } = step
      const options = (step.options ?? {}) as Options
      const text = isSending(name) ? JSON.stringify(options) : ''
      const code = /\bcode-\d+|code-of-another-day/.exec(text)?.[0] ?? null
      calls.set(call, {
        ...{ position, at, life, era, name, options, code, end: null },
        purpose: purposeOf(name, options, code),
        status: trace.statusAtCall.get(position),
        token: /\btoken-\d+/.exec(text)?.[0] ?? null,
        aborted: trace.aborted.get(position) ?? null,
      })
    } else if (step.type === 'end') {
      const call = calls.get(step.call)
      if (call) call.end ??= { position, at, how: step.how, result: step.result ?? {} }
    } else if (step.type === 'answer') {
      const name = `${life} ${tokenOf(step)}`
      if (!eraOfToken.has(name)) eraOfToken.set(name, era)
    } else if (step.type === 'device' && step.event === 'jump') jumps.push(position)
    else if (step.type === 'device' && step.event === 'online') wakings.push(at)
    else if (step.type === 'app' && step.event === 'show') wakings.push(at)
  })

  const all = [...calls.values()]
  return {
    ...trace,
    ...{ run, calls: all, jumps, wakings },
    requests: all.filter(({ name }) => isSending(name)),
    flights: readFlights(trace, all),
    wishes: [...trace.asked.filter(({ what }) => what === 'login'), ...trace.taps.filter(logsIn)],
    eraOf: (life, token) => eraOfToken.get(`${life} ${token}`),
  }
}

const isSending = (name: string) => ['request', 'uploadFile', 'downloadFile'].includes(name)

function purposeOf(name: string, { url }: Options, code: string | null): Purpose {
  if (name === 'login') return 'login'
  if (!isSending(name)) return 'other'
  if (url.endsWith('/login')) return 'exchange'
  if (url.endsWith('/refresh')) return 'renewal'
  if (/\/logout\b/.test(url)) return 'remoteLogout'
  return code === null ? 'request' : 'carrier'
}

export function sessionOf(state: AuthState): Session | null {
  return 'session' in state ? state.session : null
}

export function isGranted({ button, brings }: Tap): boolean {
  return button === 'login' || brings === 'plain' || brings === 'encrypted'
}

/** A phone number's code needs no login. */
export function logsIn(tap: Tap): boolean {
  return isGranted(tap) && tap.code === undefined
}

/** The number in the path of a request of the app's. */
export function idOf({ options: { url } }: Pick<Call, 'options'>): number {
  return Number(/\/r\/(\d+)/.exec(url)?.[1])
}
