import { AuthError, isAuthError } from '../auth-error'
import type { Clock } from '../platform/clock'
import { createScope } from '../platform/scope'
import { within } from '../platform/within'
import { decodeEnvelope, encodeEnvelope } from './envelope'
import type { Remembered } from './types'

/** A store of the app's own, synchronous or not. Values are objects of JSON; a missing key is undefined. */
export interface StorageAdapter {
  /** The value, or a promise of it. */
  get(key: string): unknown
  /** Keeps the value; a promise is waited for. */
  set(key: string, value: object): unknown
  /** Forgets it; a promise is waited for. */
  remove(key: string): unknown
}

export interface SessionStorage<User> {
  /** One asynchronous read, at start. What cannot be read is an empty memory and a warning. */
  read(): Promise<Remembered<User>>
  /** Resolves when the newest state is written, or could not be, which is a warning. */
  save(remembered: Remembered<User>): Promise<void>
  /** Resolves when nothing is being written. */
  settled(): Promise<void>
}

export interface StorageContext {
  adapter: StorageAdapter
  clock: Clock
  key: string
  warn: (error: AuthError) => void
  /** In the single-page mode the app's storage cannot be read, which is no news. */
  isAvailable: () => boolean
  /** Until then another may write in the same place, which is older. */
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

  /** The adapter may be the app's: it may throw, never answer, or answer at once. `ended` is called even so late. */
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

  // One write at a time, and the newest state last: two writes at once may land in either order.
  function writeNewest(): Promise<void> {
    if (isWritten) {
      writing = null
      return Promise.resolve()
    }
    let mine = newest
    const write = () => {
      // Not before this moment: what was saved since, by a listener that logged out, is what is written.
      mine = newest
      isWritten = true
      const data = encodeEnvelope(mine)
      return data ? adapter.set(key, data) : adapter.remove(key)
    }
    // A write that was given up may land after a later one, which then has to be written once more.
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
          // Unless something better has been written meanwhile.
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

/** `storage: false`: the session lives as long as the app's process. */
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
