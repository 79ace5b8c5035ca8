import type { AuthError } from '../auth-error'
import type { AuthView, Middleware, Next } from '../http/middleware'
import type { TransferOptions } from '../http/request-options'
import { systemClock } from '../platform/clock'
import { globalWx } from '../platform/global-wx'
import type { WxResponse } from '../platform/wx-port'
import { number } from '../plugin-checks'
import { INVALID, pluginOptions } from '../plugin-options'

export interface CachePolicy {
  /** ms for which an answer is as good as a new one. 0: it is always fetched, and kept for others. */
  ttl?: number
  /** ms after that for which the old answer is given at once, while a new one is fetched for the next; default 0. */
  stale?: number
}

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
  getStorageSync(key: string): unknown
  setStorageSync(key: string, data: unknown): void
}

declare module '../http/request-options' {
  interface SendOptions {
    /** For the cache plugin, of a GET: the `ttl` in ms, or both times. False: it is neither looked up nor kept. */
    cache?: false | number | CachePolicy
  }
}

interface Entry {
  /** By the device's clock. */
  at: number
  /** The answer as JSON, so that each who gets it has a copy of his own. */
  text: string
}

/** Raised when the stored shape changes; another version is read as nothing stored. */
const VERSION = 1

/** ms; what a page fetches comes together, and is written together. */
const WRITE_DELAY = 1000

/**
 * Keeps the answers to GET requests, each for the user whose request it was, until he logs out. Requests for the same
 * thing at the same time are one. What is kept is status and data: a header or a cookie may hold a token.
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
  const underWay = new Map<string, Promise<string>>()
  let isWriteDue = false
  let auth: AuthView
  let ready: Promise<unknown> | undefined

  // Sync functions: of two asynchronous ones the first may land last, and bring back what a logout has emptied.
  function read() {
    attempt(() => {
      const [version, stored] = (storage && wx.getStorageSync(storage)) as [number, Array<[string, Entry]>]
      if (version === VERSION) entries = new Map(stored)
    })
  }
  function write() {
    isWriteDue = false
    attempt(() => storage && wx.setStorageSync(storage, [VERSION, Array.from(entries)]))
  }

  function keep(key: string, entry: Entry) {
    entries.delete(key)
    entries.set(key, entry)
    if (entries.size > max) entries.delete(entries.keys().next().value as string)
  }

  /** Names the request, and the user whose it would be now. A session without a user is another's each time. */
  function keyOf({ url, data, dataType, auth: mode }: TransferOptions): string {
    const { session } = auth
    return JSON.stringify(
      [session && (session.user ?? session.obtainedAt), url, data, dataType, mode],
      sorted,
    )
  }

  function fetchText(request: TransferOptions, next: Next): Promise<string> {
    const { onStage } = request
    let sentKey = ''
    const noting: typeof onStage = (stage) => {
      if (stage === 'network') sentKey = keyOf(request)
      onStage?.(stage)
    }
    return next({ ...request, onStage: noting }).then(({ statusCode, data }) => {
      const text = JSON.stringify({ statusCode, data, header: {} })
      // Whoever it was sent for may have gone since; and an answer that came with a login holds the session.
      if (statusCode > 299 || sentKey !== keyOf(request)) return text
      keep(sentKey, { at: systemClock.now(), text })
      if (!isWriteDue) systemClock.after(WRITE_DELAY, write)
      isWriteDue = true
      return text
    })
  }

  function obtain(key: string, request: TransferOptions, next: Next): Promise<WxResponse> {
    const others = underWay.get(key)
    const text = others ?? fetchText(request, next)
    if (!others) {
      underWay.set(key, text)
      const done = () => underWay.delete(key)
      text.then(done, done)
    }
    return text.then(parse, (error: unknown) => {
      // Whose request it was has given up, and this one has not.
      if (others && (Object(error) as AuthError).code === 'ABORTED') return obtain(key, request, next)
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
      const key = keyOf(request)
      const entry = entries.get(key)
      const age = entry ? systemClock.now() - entry.at : -1
      const isKnown = age >= 0 && age < policy.ttl + policy.stale
      const known = entry && isKnown && attempt(() => parse(entry.text))
      if (!known) return obtain(key, request, next)
      keep(key, entry)
      if (age >= policy.ttl) obtain(key, request, next).catch(() => undefined)
      return known
    })
  }

  middleware.connect = (connected) => {
    // Whose session it is, the request does not say.
    if (ready) throw Object.assign(new Error('cache: another auth needs another cache()'), INVALID)
    auth = connected
    // Until the session is read, nobody knows whose the request is.
    ready = new Promise((resolve) => {
      if (auth.state.status === 'restoring') auth.subscribe(resolve)
      else resolve(undefined)
    }).then(read)
    auth.on('logout', () => {
      entries.clear()
      write()
    })
  }
  return middleware
}

function parse(text: string): WxResponse {
  return JSON.parse(text) as WxResponse
}

/** What fails harms nobody: a storage that is full, broken or absent, an entry that is not what it should be. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** For JSON.stringify: the order of an object's members makes no difference. */
function sorted(_: string, value: unknown): unknown {
  if (Object(value) !== value) return value
  const object = value as Record<string, unknown>
  const names = Object.keys(object).sort()
  return Object.assign({}, ...names.map((name) => ({ [name]: object[name] })))
}
