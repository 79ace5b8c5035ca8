import { invalidOptions, type AuthError } from '../auth-error'
import type { Call } from '../platform/call'
import type { Clock } from '../platform/clock'
import { createScope, type Scope } from '../platform/scope'
import type { WxEnterOptions, WxFetchedData, WxPort } from '../platform/wx-port'
import { sessionChanged } from './errors'
import { checkOutcome } from './log-in'
import type { LoginOutcome } from './types'

/** How WeChat fetched the data. */
export type PrefetchInfo = Omit<WxFetchedData, 'fetchedData'>

/** Reads a session from the data; null if there is none in it. */
export type ParsePrefetch<User> = (fetchedData: string, info: PrefetchInfo) => LoginOutcome<User> | null

export interface Prefetch<User> {
  /**
   * The outcome of what WeChat fetched before the app ran, else that of `logIn`. Data that comes while `logIn` runs ends
   * it, if it `mayRace`.
   */
  orElse(
    logIn: (scope: Scope) => Promise<LoginOutcome<User>>,
    scope: Scope,
    mayRace: boolean,
  ): Promise<LoginOutcome<User>>
}

export interface PrefetchContext<User> {
  port: WxPort
  call: Call
  clock: Clock
  parse: ParsePrefetch<User>
  warn: (error: AuthError) => void
}

/** ms; the data is on the device, or it is still on its way and comes by the event. */
const TIMEOUT = 1000
/** ms; as long as the login code lives with which the server may have made the session. */
const FRESH = 5 * 60_000

/**
 * Login from data pre-fetch (数据预拉取): on a cold start WeChat asks the app's server before the first line of the
 * app runs, so that the session may be there without any round trip of ours.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/pre-fetch.html
 */
export function createPrefetch<User>({
  port,
  call,
  clock,
  parse,
  warn,
}: PrefetchContext<User>): Prefetch<User> {
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
      return outcome && checkOutcome(outcome)
    } catch (error) {
      // The app's fault; its users log in the other way meanwhile.
      warn(invalidOptions('`prefetch` gave no session; see `cause`', error))
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
    // While it is still being fetched, Android fails or gives old data, iOS gives empty data.
    return call<WxFetchedData | undefined>(
      'getBackgroundFetchData',
      { fetchType: 'pre' },
      {
        timeout: TIMEOUT,
        scope,
        codeOf: () => 'NETWORK',
      },
    ).then(outcomeOf, () => null)
  }

  return {
    orElse: (logIn, scope, mayRace) =>
      read(scope).then((fetched) => {
        const outcome = fetched ?? outcomeOf(late)
        // A warning's listener, or the app's own function, may have logged out.
        if (scope.ended) throw scope.ended
        return outcome ?? (mayRace ? race(logIn, scope) : logIn(scope))
      }),
  }

  /** The login begins; data that comes while it runs ends it. */
  function race(logIn: (scope: Scope) => Promise<LoginOutcome<User>>, scope: Scope) {
    const inner = createScope()
    const leave = scope.onEnd((error) => inner.end(error))
    const conclude = () => {
      leave()
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
