import type { AuthError } from '../auth-error'
import type { Platform } from '../platform/platform'
import type { Scope } from '../platform/scope'
import { isSinglePage } from '../platform/single-page'
import type { WxResponse } from '../platform/wx-port'
import * as errors from './errors'
import type { EventChannels } from './events'
import { createGeneration, type Generation } from './generation'
import { createNotifier, type Channel } from './notifier'
import { isWechat, recordOf, withoutRefreshToken } from './session'
import { createSessionKey, type SessionKey } from './session-key'
import { sessionOf } from './session-of'
import { createMemoryStorage, createSessionStorage, type StorageAdapter } from './storage'
import { transition, type AuthTransition } from './transition'
import type { AuthState, LogoutReason, Remembered, Session } from './types'
import { createWxStorage } from './wx-storage'

export interface SessionStoreContext {
  platform: Platform
  /** null: the session is not stored. `former`: resolves when a destroyed auth has stopped writing to this key. */
  storage: { key: string; encrypt?: boolean; adapter?: StorageAdapter; former?: Promise<void> } | null
  sessionKey: 'onDemand' | 'onLaunch'
  /** ms */
  cooldown: number
}

/** The session and its state: whose it is, who is told, and what is kept over a restart. */
export interface SessionStore<User> {
  readonly platform: Platform
  readonly sessionKey: SessionKey
  readonly state: AuthState<User>
  readonly session: Session<User> | null
  readonly generation: Generation<User>
  readonly changes: Channel<[state: AuthState<User>, previous: AuthState<User>]>
  readonly events: EventChannels<User>
  /** What storage held at the start. */
  readonly reading: Promise<Remembered<User>>
  /** Resolves when that has become the state; never rejects. */
  readonly restored: Promise<void>

  dispatch(event: AuthTransition<User>): void
  /**
   * Begins the next user's generation, in the state that `enter` gives it. What is under way ends after that, as its
   * callbacks may call the library, and before listeners hear.
   */
  begin<T>(error: AuthError, enter: () => T): T
  /** Keeps it over a restart; resolves when that is done, or could not be. */
  save(session: Session<User> | null, loggedOut?: LogoutReason): Promise<void>
  /** Sends a 'warning' event, unless the scope has ended by then. */
  readonly warn: (error: AuthError, mine?: Scope) => void
  /** Sends 'expired' once per session, whoever notices its end first. */
  tellExpiry(session: Session<User>, renewable: boolean, mine?: Scope): void
  /** The session has ended, and the same user's next one is to be got. */
  drop(session: Session<User>): void
  /** The session has ended, and nobody may stand in for its user: nobody is logged in until the app logs somebody in. */
  close(session: Session<User>, response?: WxResponse): void
  /** Tries again what could not be written. */
  retry(): void
  /** Resolves when no write is under way. */
  settled(): Promise<void>
}

export function createSessionStore<User>(context: SessionStoreContext): SessionStore<User> {
  const { platform } = context
  const { port, clock, serverClock } = platform
  const sessionKey = createSessionKey(platform)
  const { createChannel, together } = createNotifier(platform.callOut)
  const changes: SessionStore<User>['changes'] = createChannel()
  const events: EventChannels<User> = {
    login: createChannel(),
    logout: createChannel(),
    expired: createChannel(),
    warning: createChannel(),
  }
  const warn = (error: AuthError, mine?: Scope) => events.warning.send([error], mine)

  let state: AuthState<User> = { status: 'restoring' }
  let generation = createGeneration<User>(0, platform, context.cooldown)

  function dispatch(event: AuthTransition<User>) {
    const previous = state
    state = transition(previous, event)
    if (state !== previous) changes.send([state, previous])
  }

  function begin<T>(error: AuthError, enter: () => T): T {
    const former = generation
    generation = createGeneration(former.number + 1, platform, context.cooldown)
    return together(enter, () => former.end(error))
  }

  function tellExpiry(session: Session<User>, renewable: boolean, mine: Scope = generation) {
    const record = recordOf(session)
    if (record.isExpiryTold) return
    record.isExpiryTold = true
    events.expired.send([{ session, renewable }], mine)
  }

  function drop(session: Session<User>) {
    const mine = generation
    const isReplaceable = isWechat(session)
    // Another account's stays stored: its refresh token is the only way to the next one, after a restart too.
    if (isReplaceable) void save(null)
    dispatch({ type: 'expired' })
    if (isReplaceable) tellExpiry(session, true, mine)
  }

  function close(session: Session<User>, response?: WxResponse) {
    begin(errors.sessionEnded(response), () => {
      void save(null, 'ended')
      dispatch({ type: 'loggedOut', reason: 'ended' })
      tellExpiry(session, false)
    })
  }

  // Storage is read once. Memory changes first, and the write follows.

  const storage = context.storage ? openStorage(context.storage) : createMemoryStorage<User>()

  function openStorage({ key, encrypt = false, adapter, former }: NonNullable<typeof context.storage>) {
    return createSessionStorage<User>({
      adapter: adapter ?? createWxStorage(platform.call, encrypt),
      clock,
      key,
      warn,
      former,
      isAvailable: () => !isSinglePage(port),
    })
  }

  function save(session: Session<User> | null, loggedOut: LogoutReason | null = null): Promise<void> {
    return storage.save({ session, loggedOut, skew: serverClock.skew }, generation.number)
  }

  const reading = storage.read()
  const restored = reading.then((remembered) => {
    const restore = () => {
      dispatch({ type: 'restored', remembered })
      generation.session = generation.session ?? sessionOf(state)
    }
    // A session that was set meanwhile has its own skew.
    if (generation.number === 0) serverClock.skew = serverClock.learned = remembered.skew
    const { session } = remembered
    if (!session || !isWechat(session) || context.sessionKey !== 'onLaunch') {
      restore()
      return undefined
    }
    const judged = (isKeyGood: boolean) => {
      restore()
      const expired = generation.session
      if (isKeyGood || !expired || generation.number > 0) return
      // Without its refresh token: only wx.login brings another session_key.
      generation.session = withoutRefreshToken(expired)
      drop(expired)
    }
    // An outage says nothing about the session.
    return sessionKey.check().then(judged, restore)
  })

  return {
    platform,
    sessionKey,
    get state() {
      return state
    },
    get session() {
      return sessionOf(state)
    },
    get generation() {
      return generation
    },
    changes,
    events,
    reading,
    restored,
    dispatch,
    begin,
    save,
    warn,
    tellExpiry,
    drop,
    close,
    retry: () => storage.retry(),
    settled: () => storage.settled(),
  }
}
