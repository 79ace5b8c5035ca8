import type { AuthError } from '../auth-error'
import type { Call } from '../platform/call'
import { createRateLimit } from '../platform/rate-limit'
import type { ServerClock } from '../platform/server-clock'
import { isSinglePage } from '../platform/single-page'
import type { Surroundings } from '../platform/surroundings'
import type { WxPort } from '../platform/wx-port'
import { createAcquire, type Acquire, type Renew } from './acquire'
import type { EventChannels } from './events'
import { createHolder, type Holder } from './holder'
import { logIn, type Exchange } from './log-in'
import { createLogins, type Logins } from './logins'
import { createNotifier, type Channel } from './notifier'
import { createSessionKey, type SessionKey } from './session-key'
import { createStateStore, type StateStore } from './state-store'
import { createMemoryStorage, createSessionStorage, type StorageAdapter } from './storage'
import type { AuthState } from './types'
import { createWxStorage } from './wx-storage'

export interface CoreContext<User> {
  wx: WxPort
  call: Call
  surroundings: Surroundings
  serverClock: ServerClock
  exchange: Exchange<User>
  renew?: Renew<User>
  /** null: the session is not stored. */
  storage: { key: string; encrypt?: boolean; adapter?: StorageAdapter } | null
  sessionKey: 'onDemand' | 'onLaunch'
  /** ms */
  loginTimeout: number
  /** ms */
  cooldown: number
  /** s */
  renewBefore: number
}

/** One session and what keeps it, without a request layer: that is each instance's own. */
export interface Core<User> {
  store: StateStore<User>
  changes: Channel<[state: AuthState<User>, previous: AuthState<User>]>
  events: EventChannels<User>
  serverClock: ServerClock
  holder: Holder<User>
  logins: Logins<User>
  sessionKey: SessionKey
}

export function createCore<User>(context: CoreContext<User>): Core<User> {
  const { wx, call, surroundings, serverClock, exchange, renew, loginTimeout, cooldown, renewBefore } =
    context
  const { clock, random } = surroundings
  const createChannel = createNotifier(clock)
  const changes: Core<User>['changes'] = createChannel()
  const events: EventChannels<User> = {
    login: createChannel(),
    logout: createChannel(),
    expired: createChannel(),
    warning: createChannel(),
  }
  const limit = createRateLimit(clock)
  const store = createStateStore(changes)
  const sessionKey = createSessionKey({ call, limit })
  const holder = createHolder<User>({
    ...{ serverClock, store, events },
    storage: context.storage ? createStorage(context.storage) : createMemoryStorage(),
    verify: () => (context.sessionKey === 'onLaunch' ? sessionKey.check() : Promise.resolve(true)),
  })
  const attempt = { call, limit, exchange, timeout: loginTimeout, forgetKey: () => sessionKey.forget() }
  const logInWithCode: Acquire<User> = (reason, scope) => logIn(attempt, reason, scope)
  const logins = createLogins<User>({
    ...{ clock, random, serverClock, store, holder, events, loginTimeout, cooldown, renewBefore },
    isUnavailable: () => isSinglePage(wx),
    acquire: createAcquire(holder, logInWithCode, renew),
  })

  function createStorage({ key, encrypt = false, adapter }: NonNullable<typeof context.storage>) {
    return createSessionStorage<User>({
      adapter: adapter ?? createWxStorage(call, encrypt),
      clock,
      key,
      warn: (error: AuthError) => events.warning.send([error]),
    })
  }

  return { store, changes, events, serverClock, holder, logins, sessionKey }
}
