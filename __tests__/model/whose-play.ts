import type { Auth, AuthState, Grant } from '../../src/index'
import { createWorld, type World } from '../support/phone'
import type { Part, Way, WhoseSetup } from './whose-setup'

export interface User {
  openid: string
}

/** The phone's WeChat user: whom a silent login logs in. All others are accounts of their own. */
export const WECHAT = 'openid-1'

/** What one generation of one life has shown so far. */
export interface Era {
  readonly life: number
  readonly generation: number
  readonly order: number
  /** Whose sessions it has held: never more than one. */
  readonly users: Set<string>
  /** Is there, or was there, a session in it? `unbound` makes a guest again. */
  hasHadSession: boolean
  /** Has a value of this generation been written, or a removal got through? */
  isStored: boolean
  /** Has the storage failed in it, or been slow? */
  hasFailed: boolean
  /** Was a removal among what has failed? */
  hasNotRemoved: boolean
  isLoggedOut: boolean
}

export interface Point {
  order: number
  at: number
  life: number
  generation: number
}

/** A call of the app's, and what came of it. */
export interface Asked extends Point {
  what: 'request' | 'ensureLogin' | 'login' | 'attach' | 'tap' | 'logout' | 'setSession' | 'renewSession'
  status: AuthState['status']
  /** The user who was logged in. */
  user: string | null
  /** Had there been no session in the generation? */
  isGuest: boolean
  /** Of login(). */
  how?: 'plain' | 'force' | 'data'
  data?: number
  request?: { id: number; mode: string; replay: boolean; brings: string; isAnswered: boolean }
  outcome: (Point & { ok: boolean; value: unknown }) | null
}

export interface Sent extends Point {
  id: number
  /** Whose token it carries. */
  user: string | null
  token: string | null
}

export interface Question extends Point {
  isOpen: boolean
  no: Point | null
  yes: boolean
  settle: (how: 'yes' | 'no' | 'throw') => void
}

/** One program that is being played. */
export interface Play {
  readonly world: World
  readonly setup: WhoseSetup
  auth: Auth<User>
  tap: () => unknown
  order: number
  life: number
  requests: number
  data: number
  /** Writes that the storage has not done yet. */
  slowWrites: number
  /** Values that the app's storage holds. */
  readonly store: Map<string, unknown>
  readonly ways: Record<Part, Way>
  areGuestsWelcome: boolean
  /** Does the user say yes to every question? */
  isAgreeable: boolean
  readonly issued: Map<string, string>
  readonly refreshes: Map<string, string>
  readonly eras: Map<string, Era>
  readonly asked: Asked[]
  readonly sent: Sent[]
  readonly questions: Question[]
  readonly told: Array<Point & { event: string; token?: string; user?: string; renewable?: boolean }>
  readonly states: Array<Point & { state: AuthState<User>; previous: AuthState<User> }>
  /** What was broken while it was played, in words. */
  readonly problems: string[]
}

export function createPlay(setup: WhoseSetup): Play {
  return {
    world: createWorld({
      server: { publicPaths: ['/r/*'] },
      latency: ({ options: { url = '' } }) =>
        [10, 35, 300][Number(/\/r\/(\d+)/.exec(url)?.[1] ?? 0) % 3] ?? 10,
    }),
    setup,
    auth: undefined as unknown as Auth<User>,
    tap: () => undefined,
    ...{ order: 0, life: 0, requests: 0, data: 0, slowWrites: 0 },
    store: new Map(),
    ways: { login: 'ok', refresh: 'ok', requests: 'ok', set: 'ok', remove: 'ok' },
    areGuestsWelcome: true,
    isAgreeable: false,
    issued: new Map(),
    refreshes: new Map(),
    eras: new Map(),
    asked: [],
    sent: [],
    questions: [],
    told: [],
    states: [],
    problems: [],
  }
}

export function point(play: Play): Point {
  const steps = play.world.history.steps
  const at = Math.max(play.world.clock.now() - START, steps.at(-1)?.at ?? 0)
  return { order: ++play.order, at, life: play.life, generation: play.auth.generation }
}

const START = 1_700_000_000_000

export const userOf = ({ issued }: Pick<Play, 'issued'>, token: string | null | undefined) =>
  token == null ? null : (issued.get(token) ?? 'nobody')

/** The server gives somebody a session. */
export function grantTo(
  play: Play,
  openid: string,
  { refresh = play.setup.renew, named = true }: { refresh?: boolean; named?: boolean } = {},
): Grant<User> {
  const { world, setup, issued, refreshes } = play
  const token = world.server.issue(openid)
  issued.set(token, openid)
  const grant: Grant<User> = { token }
  if (setup.expiresIn) grant.expiresIn = setup.expiresIn
  if (named) grant.user = { openid }
  if (refresh) {
    grant.refreshToken = `renewal-${token}`
    refreshes.set(grant.refreshToken, openid)
  }
  return grant
}

export function eraOf(play: Play, generation = play.auth.generation): Era {
  const { eras, life } = play
  const key = `${life}:${generation}`
  const known = eras.get(key)
  if (known) return known
  const era: Era = {
    ...{ life, generation, order: ++play.order, users: new Set<string>() },
    ...{ hasHadSession: false, isStored: false, hasFailed: false, hasNotRemoved: false, isLoggedOut: false },
  }
  eras.set(key, era)
  return era
}

/** Called wherever the app, the server or the platform can look. */
export function observe(play: Play): Era {
  const { auth, problems } = play
  const era = eraOf(play)
  const { session, state } = auth
  if (state.status === 'unbound') era.hasHadSession = era.isLoggedOut = false
  if (state.status === 'loggedOut') era.isLoggedOut = true
  // A login that was asked for ends the logout, even if it fails.
  if (state.status === 'failed') era.isLoggedOut = false
  if (!session) return era
  const openid = String(userOf(play, session.token))
  era.hasHadSession = true
  era.isLoggedOut = false
  era.users.add(openid)
  if (era.users.size > 1)
    problems.push(`P11 generation ${era.generation} of life ${era.life}: ${[...era.users].join(' and ')}`)
  if (session.user && session.user.openid !== openid)
    problems.push(`P11 the session of ${openid} shows ${session.user.openid}`)
  return era
}

/** Is somebody logged in for whom no silent login may stand in? */
export const isForeign = ({ users }: Era) => users.size > 0 && !users.has(WECHAT)
