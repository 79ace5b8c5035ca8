import { invalidOptions, type AuthError } from '../auth-error'
import type { AuthView, Middleware, Next } from '../http/middleware'
import type { TransferOptions } from '../http/request-options'
import { systemClock } from '../platform/clock'
import { globalWx } from '../platform/global-wx'
import type { WxResponse } from '../platform/wx-port'
import { number } from '../plugin-checks'
import { pluginOptions } from '../plugin-options'
import { keyOf } from '../plugin-parts/cache-key'
import { attempt, createCacheStorage, keepLast, parse, type Entry } from '../plugin-parts/cache-storage'

/** How long an answer is good for. */
export interface CachePolicy {
  /** ms for which an answer is as good as a new one. 0: always fetched anew, and kept. */
  ttl?: number
  /** ms after that in which the old answer is given at once, while a new one is fetched for the next. @default 0 */
  stale?: number
}

/** The options of cache(). */
export interface CacheOptions extends CachePolicy {
  /** For requests without `cache`. If this and `stale` are 0, only requests with `cache` are cached. @default 0 */
  ttl?: number
  /** How many answers are kept: those used last. The platform stores 1 MB of them, or none. @default 50 */
  max?: number
  /** The key in the storage of `wx`; '' keeps the answers in memory only. @default 'miniprogram-auth-cache' */
  storage?: string
  /** The `wx` to use. @default the global `wx` */
  wx?: SyncStorage
}

/** The part of `wx` in use. */
export interface SyncStorage {
  /** Returns an empty text for a missing key; may throw. */
  getStorageSync(key: string): unknown
  /** May throw, when storage is full. */
  setStorageSync(key: string, data: unknown): void
  /** Frees full storage of a former user's answers; may throw. */
  removeStorageSync?(key: string): void
}

declare module '../http/request-options' {
  interface SendOptions {
    /** For the cache plugin, of a GET: the `ttl` in ms, or both times. `false`: neither looked up nor kept. */
    cache?: false | number | CachePolicy
  }
}

interface Fetch {
  timeout?: number
  text: Promise<string>
}

/** ms; what a page fetches at about the same time is written at once. */
const WRITE_DELAY = 1000

/** Errors that concern one caller, and not others who wait for the same answer. */
const GIVEN_UP: readonly unknown[] = ['ABORTED', 'SESSION_CHANGED', 'LOGGED_OUT']

/**
 * Middleware that keeps the answers to GET requests, each for its user, until logout(), setSession(), or the end of
 * another account's session. Requests for the same thing at the same time are sent once. Only status and data are kept,
 * as a header or a cookie may hold a token.
 * @throws INVALID_OPTIONS at once; also when a second auth is given the same cache().
 * @example
 * createAuth({ …, use: [cache({ ttl: 60_000 })] })
 */
export function cache(options: CacheOptions = {}): Middleware {
  const {
    ttl = 0,
    stale = 0,
    max = 50,
    storage = 'miniprogram-auth-cache',
    wx = globalWx() as unknown as SyncStorage,
  } = pluginOptions<CacheOptions>('cache', options, {
    ttl: number,
    stale: number,
    max: number,
    storage: (value = '') => typeof value !== 'string' && 'must be a string',
    wx: (value = {}) => typeof value !== 'object' && 'must be the `wx` of a mini program',
  })
  /** The most recently used is last. */
  let entries = new Map<string, Entry>()
  const stored = createCacheStorage(wx, storage)
  /** The newest fetch of each key. */
  const underWay = new Map<string, Fetch>()
  let isWriteDue = false
  let auth: AuthView
  /** The generation that the entries belong to. */
  let generation = 0
  let ready: Promise<unknown> | undefined

  function write() {
    isWriteDue = false
    stored.write(entries)
  }
  function writeIfDue() {
    renew()
    if (isWriteDue) write()
  }
  function renew() {
    if (generation === auth.generation) return
    generation = auth.generation
    entries.clear()
    underWay.clear()
    write()
  }

  /** The key of the request for the present user. Each session without a user counts as another user's. */
  function name({ url, header, data, dataType, auth: mode }: TransferOptions): string {
    const { session } = auth
    const user = session && (session.user ?? session.obtainedAt)
    return keyOf([user, url, header, data, dataType, mode])
  }

  function fetchAnew(key: string, request: TransferOptions, next: Next): Fetch {
    const { timeout, onStage } = request
    const mine = generation
    let sentKey = key
    let sentWith: AuthView['session'] | undefined
    const noting: typeof onStage = (stage) => {
      if (stage === 'network' && mine === auth.generation) {
        sentWith = auth.session
        underWay.set((sentKey = name(request)), fetch)
      }
      onStage?.(stage)
    }
    const done = () => {
      for (const its of [key, sentKey]) if (underWay.get(its) === fetch) underWay.delete(its)
    }
    const fetch = { timeout } as Fetch
    fetch.text = next({ ...request, onStage: noting }).then(({ statusCode, data }) => {
      const text = JSON.stringify({ statusCode, data, header: {} })
      renew()
      // Not kept: an answer for a user who has gone, one that came with a login and holds the session, one that a
      // later request has overtaken.
      if (statusCode > 299 || sentWith !== auth.session || underWay.get(sentKey) !== fetch) return text
      keepLast(entries, max, sentKey, { at: systemClock.now(), text })
      if (!isWriteDue) systemClock.after(WRITE_DELAY, writeIfDue)
      isWriteDue = true
      return text
    })
    fetch.text.then(done, done)
    underWay.set(key, fetch)
    return fetch
  }

  function obtain(key: string, request: TransferOptions, next: Next, mayJoin: boolean): Promise<WxResponse> {
    const other = mayJoin ? underWay.get(key) : undefined
    // With another `timeout` it would end too early, or too late.
    const joined = other && other.timeout === request.timeout ? other : undefined
    return (joined ?? fetchAnew(key, request, next)).text.then(parse, (error: unknown) => {
      // The other caller gave up, or was a former user. If this one is, too, `next` rejects it.
      const isItsOwn = GIVEN_UP.indexOf((Object(error) as AuthError).code) >= 0
      if (joined && isItsOwn) return obtain(key, request, next, true)
      throw error
    })
  }

  const middleware: Middleware = (request, next) => {
    const { api, method = 'GET', responseType, enableChunked, cache: asked = ttl + stale > 0 && {} } = request
    const isCacheable = api === 'request' && /^get$/i.test(method) && !responseType && !enableChunked
    if (!ready || !isCacheable || asked === false) return next(request)
    const own = { ttl, stale, ...(typeof asked === 'number' ? { ttl: asked } : asked) }
    const policy = pluginOptions('request: `cache`', own, { ttl: number, stale: number })
    return ready.then(() => {
      renew()
      // The request of a former user, a guest say: the entries belong to the next one.
      if (request.generation !== generation) return next(request)
      const key = name(request)
      const entry = entries.get(key)
      const age = entry ? systemClock.now() - entry.at : -1
      const isKnown = age >= 0 && age < policy.ttl + policy.stale
      const known = entry && isKnown && attempt(() => parse(entry.text))
      // A caller that wants a new answer joins none under way: much may have changed since, by a POST say.
      if (!known) return obtain(key, request, next, policy.ttl + policy.stale > 0)
      keepLast(entries, max, key, entry)
      if (age >= policy.ttl) obtain(key, request, next, true).catch(() => undefined)
      return known
    })
  }

  middleware.connect = (connected) => {
    // A request does not say which auth it is of.
    if (ready) throw invalidOptions('cache: another auth needs another cache()')
    auth = connected
    generation = auth.generation
    // Before storage is read nobody knows whose the request is.
    ready = new Promise<void>((resolve) => {
      auth.subscribe(() => {
        renew()
        resolve()
      })
      if (auth.state.status !== 'restoring') resolve()
    }).then(() => {
      // The logout may have come while no cache was connected.
      if (auth.state.status === 'loggedOut') write()
      else entries = stored.read()
    })
    // For destroy(): this auth will hear of no logout, and must not write later what another has removed.
    return writeIfDue
  }
  return middleware
}
