import { AuthError, causedBy, isAuthError } from '../auth-error'
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
  /** One asynchronous read, at start, and another if that fails. What cannot be read is an empty memory and a warning. */
  read(): Promise<Remembered<User>>
  /**
   * Resolves when the newest state is written, or could not be, which is a warning. `generation`: whose it is. What is
   * stored of another user is removed where it cannot be replaced.
   */
  save(remembered: Remembered<User>, generation: number): Promise<void>
  /** Tries again what could not be written. */
  retry(): void
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

const NOTHING = { session: null, loggedOut: null, skew: 0 }

/** ms; a start must not wait longer for a read that never answers. */
const STORAGE_TIMEOUT = 3000

export function createSessionStorage<User>(context: StorageContext): SessionStorage<User> {
  const { adapter, clock, key, warn, isAvailable, former } = context
  let newest: { remembered: Remembered<User>; generation: number } = { remembered: NOTHING, generation: 0 }
  let isWritten = true
  let hasFailed = false
  /** Whose state is stored, as far as it is known. */
  let stored = 0
  let writing = former ? former.then(writeNewest) : null

  /**
   * Calls the adapter, which may be the app's: it may throw, never answer, or answer at once. `ended` is called after
   * a time-out, too.
   */
  function attempt<T>(
    action: string,
    work: () => T | PromiseLike<T>,
    ended?: (isDone: boolean) => void,
  ): Promise<T> {
    const bounds = {
      clock,
      timeout: STORAGE_TIMEOUT,
      parent: createScope(),
      timedOut: () => new AuthError('STORAGE_FAILED', `${action} did not answer in ${STORAGE_TIMEOUT} ms.`),
    }
    const working = Promise.resolve().then(work)
    if (ended)
      working.then(
        () => ended(true),
        () => ended(false),
      )
    return within(bounds, () => working).catch((error: unknown) => {
      throw isAuthError(error) ? error : causedBy(error, 'STORAGE_FAILED', `${action} failed`)
    })
  }

  function save(remembered: Remembered<User>, generation: number): Promise<void> {
    newest = { remembered, generation }
    return write()
  }

  function write(): Promise<void> {
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
    const put = () => {
      // Read only now: a listener may have logged out in the meantime, and saved that.
      mine = newest
      isWritten = true
      const data = encodeEnvelope(mine.remembered)
      return data ? adapter.set(key, data) : adapter.remove(key)
    }
    // A write that timed out may land after a later one, which is then written again.
    const again = (isDone: boolean) => {
      if (isDone) stored = mine.generation
      if (newest !== mine) void write()
    }
    return attempt('Storing the session', put, again)
      .then(
        () => {
          stored = mine.generation
          hasFailed = false
        },
        (error: unknown) => {
          warn(error as AuthError)
          hasFailed = true
          return mine.generation === stored ? undefined : removeFormer(mine.generation)
        },
      )
      .then(writeNewest)
  }

  /** After a restart a former user's session must not be found, nor one that was logged out. */
  function removeFormer(generation: number): Promise<void> {
    let isGivenUp = false
    // One that lands late may remove what was written since.
    const landed = () => void (isGivenUp && write())
    return attempt('Removing the former session', () => adapter.remove(key), landed).then(
      () => {
        stored = generation
      },
      (error: unknown) => {
        isGivenUp = true
        warn(error as AuthError)
      },
    )
  }

  const get = () => adapter.get(key)
  const readOnce = () => (writing ? writing.then(get) : Promise.resolve().then(get))

  /** A read that fails at a start may succeed a moment later; a slow one may still come. */
  function readTwice(): Promise<unknown> {
    const first = readOnce()
    return attempt('Reading the session', () => first).catch(() =>
      attempt(
        'Reading the session',
        () =>
          new Promise((resolve, reject) => {
            first.then(resolve, () => undefined)
            readOnce().then(resolve, reject)
          }),
      ),
    )
  }

  return {
    save,
    settled: () => writing ?? Promise.resolve(),
    retry() {
      if (hasFailed) void write()
    },
    read: () =>
      readTwice().then(
        (data) => {
          if (data === undefined) return NOTHING
          const remembered = decodeEnvelope<User>(data)
          // Remove what is unreadable, unless something has been saved meanwhile.
          if (!remembered && newest.remembered === NOTHING) void write()
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
    retry: () => undefined,
    settled: () => Promise.resolve(),
  }
}
