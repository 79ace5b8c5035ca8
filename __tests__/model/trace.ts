import type { Auth, AuthEvents, AuthState } from '../../src/index'
import type { World } from '../support/phone'
import type { AuthData } from './behavior'
import type { Answer, Api, Brings, Button, Endpoint, PageNumber, Work } from './commands'
import type { Page, Pages } from './pages'
import type { Setup } from './setup'
import type { Buttons } from './taps'

export const COOLDOWN = 10_000
export const LOGIN_TIMEOUT = 15_000

/** Microtasks that are counted. */
export const MOST_TICKS = 20

/** When something was noted. */
export interface Moment {
  /** How many steps the history of the world had. */
  position: number
  /** True ms since the world began. */
  at: number
  life: number
  /** Whose time it is: each logout() and each setSession() begins another. */
  era: number
  /** Of all that was noted. */
  order: number
}

/** A request as the app passed it. */
export interface Original {
  id: number
  api: Api
  mode: 'required' | 'optional' | 'none' | 'default'
  replay: boolean
  isTrusted: boolean
  /** May it be sent again where nobody knows whether the server got it? */
  isSafe: boolean
  url: string
  /** What wx is to be given, as it was at the call; the app has changed it since. */
  sent: object
  /** Those of wx's callbacks that were called; null if the app passed none. */
  heard: string[] | null
  /** Null until wx would have returned the task. */
  abort: (() => void) | null
  aborted: Moment | null
}

/** A promise that the app was given. */
export interface Asked extends Moment {
  what: 'ensureLogin' | 'login' | 'logout' | 'setSession' | 'setUser' | 'checkSession' | 'request'
  status: AuthState['status']
  request?: Original
  /** login({ force: true }) */
  isForced: boolean
  outcome: Outcome | null
}

export type Outcome = Moment & {
  /** Microtasks since the era of the question ended. */
  ticks: number
} & ({ ok: true; value: unknown } | { ok: false; error: unknown })

/** A call of a function of a page's that the app has wrapped: a tap on a button, or a hook that waits for a login. */
export interface PageCall extends Moment {
  /** The `this` of the call. */
  page: object
  /** The state then, and the device's clock. */
  state: AuthState
  now: number
  /** Which functions of the page were called for it, in order. */
  callbacks: Callback[]
  /** When the wrapped function gave the control back. */
  returned: Moment | null
}

export interface Callback extends Moment {
  page: object
  /** The handler or the hook; onError or onAuthError; onDenied. */
  how: 'ran' | 'failed' | 'denied'
  /** What it was given: data, or an error. */
  given: unknown
  state: AuthState
}

export interface Tap extends PageCall {
  button: Button
  brings: Brings
  work: Work
  /** What the platform gave, in the cases that have it. */
  code?: string
  encryptedData?: string
  /** Was the tap before, on the same button of the same page, still at work? */
  isSecond: boolean
}

export type Hook = 'onLoad' | 'onShow'

/** An onLoad or an onShow that is protected. */
export interface Visit extends PageCall {
  hook: Hook
  /** When the page was hidden or closed, or called the hook again. */
  left: Moment | null
}

/** The end of an era. */
export interface Boundary extends Moment {
  by: 'logout' | 'setSession'
  /** Had the user been logged in, or never been there? */
  isNews: boolean
  /** Called within a listener: those behind it hear of the former era later. */
  isNested: boolean
  /** Microtasks since, up to `MOST_TICKS`. */
  ticks: number
}

export interface Notified extends Moment {
  state: AuthState
  previous: AuthState
}

export interface Told extends Moment {
  event: keyof AuthEvents
  /** What the listener was given. */
  given: unknown
  /** What the state was. */
  state: AuthState
}

/** What the storage held when a life ended, and what the app held. */
export interface Ending extends Moment {
  state: AuthState
  stored: unknown
}

/** What was seen of one run, besides the history of its world. */
export interface Trace {
  asked: Asked[]
  taps: Tap[]
  visits: Visit[]
  /** What WXML saw of the login when a page was closed, and what there was to see. */
  shown: Array<Moment & { auth: AuthData | null; state: AuthState }>
  boundaries: Boundary[]
  notified: Notified[]
  /** What the last of all listeners heard of. */
  heardLast: Moment[]
  told: Told[]
  endings: Ending[]
  /** When something else wrote to the storage. */
  corrupted: Moment[]
  /** By the position of the call of wx: the status then. */
  statusAtCall: Map<number, AuthState['status']>
  /** By the position of a request's call: the position at which the library ended it. */
  aborted: Map<number, number>
  /** By life and token: the era in which the app came to it, where that is not from an answer of the server. */
  eraOfToken: Map<string, number>
  /** What setUser() made of which session: it is the same one. */
  formerOf: Map<unknown, unknown>
  /** Listeners' errors: by life, thrown and come out of the app. */
  thrown: number[]
  surfaced: number[]
  /** What nobody should see. */
  strange: string[]
}

export interface Wrapped {
  buttons: Buttons
  pages: Pages
}

/** A run: a phone with the app on it, and what was seen of it. */
export interface Run {
  world: World
  setup: Setup
  trace: Trace
  /** Those of the present life. */
  auths: Auth[]
  /** What was wrapped with each of them, once, at the launch. */
  wrapped: Wrapped[]
  /** The pages with buttons. */
  tabs: [object, object]
  /** The buttons that are at work: a second tap is ignored. */
  busy: Set<string>
  /** The protected pages that are open. */
  pages: Map<PageNumber, Page>
  life: number
  era: number
  requests: number
  /** How much was noted. */
  noted: number
  /** ms that the device's clock was set. */
  offset: number
  answers: Record<Endpoint, Answer>
  /** What ends each fault. */
  faults: Map<string, () => void>
  /** What ends each listener of this life. */
  listeners: Array<() => void>
  moveLastListener: () => void
  isWithinListener: boolean
  /** What the app does so many microtasks after the next callbacks of wx. */
  interleavings: Array<{ microtasks: number; react: () => void }>
}

const START = 1_700_000_000_000

export function elapsed({ world, offset }: Run): number {
  return world.clock.now() - START - offset
}

export function moment(run: Run): Moment {
  const { world, life, era } = run
  return { position: world.history.steps.length, at: elapsed(run), life, era, order: ++run.noted }
}

export function createTrace(): Trace {
  return {
    asked: [],
    taps: [],
    visits: [],
    shown: [],
    boundaries: [],
    notified: [],
    heardLast: [],
    told: [],
    endings: [],
    corrupted: [],
    statusAtCall: new Map(),
    aborted: new Map(),
    eraOfToken: new Map(),
    formerOf: new Map(),
    thrown: [],
    surfaced: [],
    strange: [],
  }
}
