import { AuthError, isAuthError } from '../auth-error'
import type { Clock } from '../platform/clock'
import { createScope } from '../platform/scope'
import { within } from '../platform/within'
import { decodeEnvelope, encodeEnvelope } from './envelope'
import type { Remembered } from './types'

/**
 * Storage of the app's own, synchronous or asynchronous. A throw, a rejection, or no answer within 3 s is a 'warning'
 * with STORAGE_FAILED.
 */
export interface StorageAdapter {
  /** Returns the value, or a promise of it; undefined if there is none. */
  get(key: string): unknown
  /** Stores the value, an object of JSON. A promise is waited for. */
  set(key: string, value: object): unknown
  /** Removes the value. A promise is waited for. */
  remove(key: string): unknown
}

export interface SessionStorage<User> {
  /** One asynchronous read, at start. If it fails, nothing is remembered, and there is a warning. */
  read(): Promise<Remembered<User>>
  /** Resolves when the newest state is written, or has failed to be, with a warning. */
  save(remembered: Remembered<User>): Promise<void>
  /** Resolves when no write is under way. */
  settled(): Promise<void>
}

export interface StorageContext {
  adapter: StorageAdapter
  clock: Clock
  key: string
  warn: (error: AuthError) => void
  /** False in single-page mode, where storage cannot be read: that needs no warning. */
  isAvailable: () => boolean
  /** Resolves when a destroyed auth, with an older state, has stopped writing to this key. */
  former?: Promise<void>
}

const NOTHING = { session: null, loggedOut: false, skew: 0 }

/** ms; a start must not wait longer for a read that never answers. */
const STORAGE_TIMEOUT = 3000

export function createSessionStorage<User>(context: StorageContext): SessionStorage<User> {
  const { adapter, clock, key, warn, isAvailable, former } = context
  let newest: Remembered<User> = NOTHING
  let isWritten = true
  let writing = former ? former.then(writeNewest) : null

  /**
   * Calls the adapter, which may be the app's: it may throw, never answer, or answer at once. `ended` is called after
   * a time-out, too.
   */
  function attempt<T>(action: string, work: () => T | PromiseLike<T>, ended?: () => void): Promise<T> {
    const bounds = {
      clock,
      timeout: STORAGE_TIMEOUT,
      parent: createScope(),
      timedOut: () => storageFailed(`${action} did not answer in ${STORAGE_TIMEOUT} ms.`),
    }
    const working = Promise.resolve().then(work)
    if (ended) working.then(ended, ended)
    return within(bounds, () => working).catch((error: unknown) => {
      throw isAuthError(error) ? error : storageFailed(`${action} failed; see \`cause\`.`, error)
    })
  }

  function save(remembered: Remembered<User>): Promise<void> {
    newest = remembered
    isWritten = false
    return (writing = writing ?? writeNewest())
  }

  // One write at a time, the newest state last: two at once may land in either order.
  function writeNewest(): Promise<void> {
    if (isWritten) {
      writing = null
      return Promise.resolve()
    }
    let mine = newest
    const write = () => {
      // Read only now: a listener may have logged out in the meantime, and saved that.
      mine = newest
      isWritten = true
      const data = encodeEnvelope(mine)
      return data ? adapter.set(key, data) : adapter.remove(key)
    }
    // A write that timed out may land after a later one, which is then written again.
    const again = () => void (newest !== mine && save(newest))
    return attempt('Storing the session', write, again).catch(warn).then(writeNewest)
  }

  const get = () => adapter.get(key)
  return {
    save,
    settled: () => writing ?? Promise.resolve(),
    read: () =>
      attempt('Reading the session', () => (writing ? writing.then(get) : get())).then(
        (data) => {
          if (data === undefined) return NOTHING
          const remembered = decodeEnvelope<User>(data)
          // Remove what is unreadable, unless something has been saved meanwhile.
          if (!remembered && newest === NOTHING) void save(NOTHING)
          return remembered ?? NOTHING
        },
        (error: unknown) => {
          if (isAvailable()) warn(error as AuthError)
          return NOTHING
        },
      ),
  }
}

/** `storage: false`: the session lives as long as the process. */
export function createMemoryStorage<User>(): SessionStorage<User> {
  return {
    read: () => Promise.resolve(NOTHING),
    save: () => Promise.resolve(),
    settled: () => Promise.resolve(),
  }
}

function storageFailed(message: string, cause?: unknown): AuthError {
  return new AuthError('STORAGE_FAILED', message, { cause })
}
