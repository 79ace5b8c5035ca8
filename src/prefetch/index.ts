import { causedBy, invalidOptions } from '../auth-error'
import { check, type TableOf } from '../check'
import { createScope, type Scope } from '../platform/scope'
import type { WxEnterOptions, WxFetchedData } from '../platform/wx-port'
import type { Prefetch, PrefetchContext, PrefetchedLogin } from '../session/acquire'
import { sessionChanged } from '../session/errors'
import { sessionOf } from '../session/session-of'
import type { LoginOutcome } from '../session/types'

/** What WeChat tells of the data. */
export interface PrefetchInfo {
  /** When it came, in epoch milliseconds by the device's clock. */
  timeStamp: number
  /** Of the launch for which it was fetched. */
  path?: string
  /** Of the launch for which it was fetched. */
  query?: string
  /** Of the launch for which it was fetched. */
  scene?: number
}

/** Reads a session from the data; null if there is none. A throw is a 'warning', and the app logs in instead. */
export type ParsePrefetch<User> = (fetchedData: string, info: PrefetchInfo) => LoginOutcome<User> | null

/** The options of prefetch(). */
export interface PrefetchOptions {
  /** Gives the session's token to WeChat, which sends it to your server with each data pre-fetch. @default false */
  token?: boolean
}

const OPTIONS: TableOf<PrefetchOptions> = { optional: { token: 'boolean' } }

/**
 * For the option `prefetch` of createAuth: a login from data pre-fetch (数据预拉取). On a cold start WeChat asks your
 * server before the app runs, so that the session may be there without a round trip. `parse` reads it from the data.
 * Base library 2.8.0; older ones log in as without it.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/pre-fetch.html
 * @throws INVALID_OPTIONS at once, if `parse` is no function, or for an unknown option.
 * @example
 * createAuth({ …, prefetch: prefetch((data) => JSON.parse(data).session) })
 */
export function prefetch<User = unknown>(
  parse: ParsePrefetch<User>,
  options: PrefetchOptions = {},
): Prefetch<User> {
  if (typeof parse !== 'function')
    throw invalidOptions('prefetch: what reads the session from the data must be a function')
  check('prefetch', OPTIONS, options)
  return {
    connect(context) {
      if (options.token) keepToken(context)
      return createPrefetchedLogin(context, parse)
    },
  }
}

/** ms; the data is on the device, or it is still under way and comes by the event. */
const TIMEOUT = 1000
/** ms; the life of the login code from which the server may have made the session. */
const FRESH = 5 * 60_000

function createPrefetchedLogin<User>(
  { engine, warn, checkOutcome }: PrefetchContext<User>,
  parse: ParsePrefetch<User>,
): PrefetchedLogin<User> {
  const { port, call, clock } = engine.platform
  let late: WxFetchedData | null = null
  let onLate: ((data: WxFetchedData) => void) | null = null
  port.onBackgroundFetchData?.((data) => {
    if (onLate) onLate(data)
    else late = data
  })

  function outcomeOf(data: WxFetchedData | undefined | null): LoginOutcome<User> | null {
    if (!data || typeof data.fetchedData !== 'string' || data.fetchedData === '') return null
    if (!isFresh(data)) return null
    const info: PrefetchInfo & Partial<WxFetchedData> = { ...data }
    delete info.fetchedData
    try {
      const outcome = parse(data.fetchedData, info)
      return outcome && checkOutcome(outcome, 'prefetch')
    } catch (error) {
      // `parse` is at fault; meanwhile the user logs in the other way.
      warn(causedBy(error, 'INVALID_OPTIONS', '`prefetch` gave no session'))
      return null
    }
  }

  function isFresh({ timeStamp, path, scene }: PrefetchInfo): boolean {
    const launch: Partial<WxEnterOptions> = port.getLaunchOptionsSync?.() ?? {}
    const isOfThisLaunch = [
      [path, launch.path],
      [scene, launch.scene],
    ].every(([fetched, launched]) => fetched === undefined || launched === undefined || fetched === launched)
    return isOfThisLaunch && Math.abs(clock.now() - timeStamp) <= FRESH
  }

  function read(scope: Scope): Promise<LoginOutcome<User> | null> {
    // While it is being fetched, Android fails or gives old data, and iOS gives empty data.
    return call<WxFetchedData | undefined>(
      'getBackgroundFetchData',
      { fetchType: 'pre' },
      { timeout: TIMEOUT, scope, codeOf: () => 'NETWORK' },
    ).then(outcomeOf, () => null)
  }

  return {
    orElse: (logIn, scope, mayRace) =>
      read(scope).then((fetched) => {
        const outcome = fetched ?? outcomeOf(late)
        // The listener of a warning, or `parse`, may have logged out.
        if (scope.ended) throw scope.ended
        return outcome ?? (mayRace ? race(logIn, scope) : logIn(scope))
      }),
  }

  /** Begins the login. Data that comes while it runs ends it. */
  function race(logIn: (scope: Scope) => Promise<LoginOutcome<User>>, scope: Scope) {
    const inner = createScope()
    scope.add(inner)
    const conclude = () => {
      scope.remove(inner)
      onLate = null
    }
    const arrival = new Promise<LoginOutcome<User>>((resolve) => {
      onLate = (data) => {
        const outcome = outcomeOf(data)
        if (!outcome) return
        resolve(outcome)
        inner.end(sessionChanged())
      }
    })
    return Promise.race([arrival, logIn(inner)]).then(
      (outcome) => {
        conclude()
        return outcome
      },
      (error: unknown) => {
        conclude()
        throw error
      },
    )
  }
}

/** ms */
const TOKEN_TIMEOUT = 5000

/**
 * Keeps the token that WeChat sends with a data pre-fetch equal to the session's, so that your server knows whose data
 * is asked for; empty after a logout, and left as it is after destroy(). Base library 2.8.0; without it, WeChat sends a
 * login code.
 * https://developers.weixin.qq.com/miniprogram/dev/api/storage/background-fetch/wx.setBackgroundFetchToken.html
 */
function keepToken<User>({ engine }: PrefetchContext<User>) {
  let known: string | undefined
  engine.changes.add(() => {
    // Not the state that is passed: an earlier listener may have logged out.
    const { state, platform } = engine
    const { call, scope } = platform
    if (state.status === 'loggingIn') return
    const token = sessionOf(state)?.token ?? ''
    if (token === known) return
    known = token
    call(
      'setBackgroundFetchToken',
      { token },
      { timeout: TOKEN_TIMEOUT, scope, codeOf: () => 'NETWORK' },
    ).catch(() => {
      // Tried again with the next session. A stale token only makes a pre-fetch find nobody.
      known = undefined
    })
  })
}
