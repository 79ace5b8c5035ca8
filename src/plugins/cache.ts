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
  /** ms for which an answer is as good as a new one. 0: it is fetched, not shared with who asked before, and kept. */
  ttl?: number
  /** ms after that for which the old answer is given at once, while a new one is fetched for the next; default 0. */
  stale?: number
}

/** What cache() is given. */
export interface CacheOptions extends CachePolicy {
  /** For requests that do not say; default 0. With `stale` 0, too, only those are cached that ask for it. */
  ttl?: number
  /** How many answers are kept, those that were used last; default 50. The platform stores 1 MB of them, or none. */
  max?: number
  /** The key in the storage of `wx`, default 'miniprogram-auth-cache'; '' keeps the answers in memory only. */
  storage?: string
  /** Default: the global `wx`. */
  wx?: SyncStorage
}

/** The part of `wx` that is used. */
export interface SyncStorage {
  /** An empty text for a key that is missing; may throw. */
  getStorageSync(key: string): unknown
  /** May throw, when storage is full. */
  setStorageSync(key: string, data: unknown): void
  /** So that nothing of a former user stays in storage that is full; may throw. */
  removeStorageSync?(key: string): void
}

declare module '../http/request-options' {
  interface SendOptions {
    /** For the cache plugin, of a GET: the `ttl` in ms, or both times. False: it is neither looked up nor kept. */
    cache?: false | number | CachePolicy
  }
}

interface Fetch {
  timeout?: number
  text: Promise<string>
}

/** ms; what a page fetches comes together, and is written together. */
const WRITE_DELAY = 1000

/** Says nothing to others who wait for the same. */
const GIVEN_UP: readonly unknown[] = ['ABORTED', 'SESSION_CHANGED', 'LOGGED_OUT']

/**
 * Keeps the answers to GET requests, each for the user whose request it was, until logout() or setSession(). Requests
 * for the same thing at the same time are one. What is kept is status and data: a header or a cookie may hold a token.
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
  /** What was used last comes last. */
  let entries = new Map<string, Entry>()
  const stored = createCacheStorage(wx, storage)
  /** The newest fetch of each thing. */
  const underWay = new Map<string, Fetch>()
  let isWriteDue = false
  let auth: AuthView
  /** Whose the entries are: what was got before a logout or a setSession() is nobody's. */
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

  /** Names the request, and the user whose it would be now. A session without a user is another's each time. */
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
      // Whoever it was sent for may have gone since, an answer that came with a login holds the session, and one that
      // was sent later is newer, even if it was here first.
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
    // Who has another `timeout` would end too early with it, or too late.
    const joined = other && other.timeout === request.timeout ? other : undefined
    return (joined ?? fetchAnew(key, request, next)).text.then(parse, (error: unknown) => {
      // Whose request it was has given up, or was a former user, and this one has not; if it has, `next` says so.
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
      // Of somebody who has gone since, a guest say: it is sent as theirs, and what is kept here is the next one's.
      if (request.generation !== generation) return next(request)
      const key = name(request)
      const entry = entries.get(key)
      const age = entry ? systemClock.now() - entry.at : -1
      const isKnown = age >= 0 && age < policy.ttl + policy.stale
      const known = entry && isKnown && attempt(() => parse(entry.text))
      // What has to be new was not asked for before: much may have changed since, by a POST say.
      if (!known) return obtain(key, request, next, policy.ttl + policy.stale > 0)
      keepLast(entries, max, key, entry)
      if (age >= policy.ttl) obtain(key, request, next, true).catch(() => undefined)
      return known
    })
  }

  middleware.connect = (connected) => {
    // Whose session it is, the request does not say.
    if (ready) throw invalidOptions('cache: another auth needs another cache()')
    auth = connected
    generation = auth.generation
    // Until the session is read, nobody knows whose the request is.
    ready = new Promise<void>((resolve) => {
      auth.subscribe(() => {
        renew()
        resolve()
      })
      if (auth.state.status !== 'restoring') resolve()
    }).then(() => {
      // Who logged out may have done so where no cache heard of it.
      if (auth.state.status === 'loggedOut') write()
      else entries = stored.read()
    })
    // For destroy(): that auth hears of no logout any more, and would write back later what one has emptied.
    return writeIfDue
  }
  return middleware
}
