import type { AuthError } from '../auth-error'
import type { AppLife } from '../platform/app-life'
import type { Call } from '../platform/call'
import type { CallOut } from '../platform/call-out'
import { createRateLimit } from '../platform/rate-limit'
import { createScope } from '../platform/scope'
import type { ServerClock } from '../platform/server-clock'
import { isSinglePage } from '../platform/single-page'
import type { Surroundings } from '../platform/surroundings'
import type { WxPort } from '../platform/wx-port'
import { createAcquire, type Renew } from './acquire'
import type { EventChannels } from './events'
import { createHolder, type Holder } from './holder'
import type { ConfirmLogin } from './flight'
import type { Exchange } from './log-in'
import { createLogins, type Logins } from './logins'
import { createNotifier, type Channel } from './notifier'
import { createPrefetch, type ParsePrefetch } from './prefetch'
import { keepPrefetchToken } from './prefetch-token'
import { createSessionKey, type SessionKey } from './session-key'
import { createStateStore, type StateStore } from './state-store'
import { createMemoryStorage, createSessionStorage, type StorageAdapter } from './storage'
import type { AuthState, LoginOutcome } from './types'
import { createWxStorage } from './wx-storage'

export interface CoreContext<User> {
  port: WxPort
  call: Call
  callOut: CallOut
  life: AppLife
  surroundings: Surroundings
  serverClock: ServerClock
  exchange: Exchange<LoginOutcome<User>>
  renew?: Renew<User>
  prefetch?: ParsePrefetch<User>
  confirmLogin?: ConfirmLogin
  /** Keeps the token of WeChat's data pre-fetch that of the session. */
  prefetchToken: boolean
  /** null: the session is not stored. */
  storage: { key: string; encrypt?: boolean; adapter?: StorageAdapter; former?: Promise<void> } | null
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
  life: AppLife
  /** Resolves when a call that WeChat limits may be made. */
  limit: () => Promise<void>
  /**
   * For good: what is under way rejects with the error, and nothing listens to the platform any more. Resolves when
   * nothing is being stored any more.
   */
  end(error: AuthError): Promise<void>
}

export function createCore<User>(context: CoreContext<User>): Core<User> {
  const {
    port,
    call,
    surroundings,
    serverClock,
    exchange,
    renew,
    prefetch,
    loginTimeout,
    cooldown,
    renewBefore,
  } = context
  const { clock, random } = surroundings
  const createChannel = createNotifier(context.callOut)
  const changes: Core<User>['changes'] = createChannel()
  const events: EventChannels<User> = {
    login: createChannel(),
    logout: createChannel(),
    expired: createChannel(),
    warning: createChannel(),
  }
  const warn = (error: AuthError) => events.warning.send([error])
  const scope = createScope()
  const limit = createRateLimit(clock, scope)
  const store = createStateStore(changes)
  const sessionKey = createSessionKey({ call, clock, limit, scope })
  const storage = context.storage ? createStorage(context.storage) : createMemoryStorage<User>()
  const holder = createHolder<User>({
    ...{ serverClock, store, events, storage },
    verify: () => (context.sessionKey === 'onLaunch' ? sessionKey.check() : Promise.resolve(true)),
  })
  const acquire = createAcquire<User>({
    holder,
    attempt: { call, clock, limit, exchange, sessionKey, timeout: loginTimeout },
    renew,
    prefetch: prefetch && createPrefetch({ port, call, clock, warn, parse: prefetch }),
  })
  const logins = createLogins<User>({
    ...{ clock, random, serverClock, store, holder, events, loginTimeout, cooldown, renewBefore },
    isUnavailable: () => isSinglePage(port),
    confirmLogin: context.confirmLogin,
    acquire,
  })

  function createStorage({ key, encrypt = false, adapter, former }: NonNullable<typeof context.storage>) {
    return createSessionStorage<User>({
      adapter: adapter ?? createWxStorage(call, encrypt),
      clock,
      ...{ key, warn, former },
      isAvailable: () => !isSinglePage(port),
    })
  }

  context.life.onReturn(() => logins.wake())
  if (context.prefetchToken) keepPrefetchToken(call, { changes, store })
  return {
    ...{ store, changes, events, serverClock, holder, logins, sessionKey },
    life: context.life,
    limit,
    end(error) {
      holder.end(error)
      scope.end(error)
      context.life.end()
      return storage.settled()
    },
  }
}
