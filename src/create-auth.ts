import { invalidOptions, type AuthError } from './auth-error'
import { createExchange } from './http/exchange'
import { createRemoteLogout } from './http/remote-logout'
import { createRequest, type Request } from './http/request'
import { createSigner } from './http/sign'
import { checkLoginOptions, checkOptions, type AuthOptions } from './options'
import { createCall } from './platform/call'
import { globalWx } from './platform/global-wx'
import { createRateLimit } from './platform/rate-limit'
import { createServerClock } from './platform/server-clock'
import { systemSurroundings, type Surroundings } from './platform/surroundings'
import { createTransport } from './platform/transport'
import type { AuthEvents, EventChannels } from './session/events'
import { createHolder } from './session/holder'
import { logIn } from './session/log-in'
import { createLogins } from './session/logins'
import { createNotifier } from './session/notifier'
import { grantProblem } from './session/session'
import { createStateStore } from './session/state-store'
import { createMemoryStorage, createSessionStorage, storageKey } from './session/storage'
import type { AuthState, Grant, Session } from './session/types'

export interface Auth<User = unknown> {
  /**
   * A usable session, with as little work as possible: the stored one, else by one login that all callers share.
   * Rejects with LOGGED_OUT after a logout, UNBOUND, COOLING_DOWN, or the error of the login.
   */
  ensureLogin(): Promise<Session<User>>
  /**
   * The user asks: gives the present session if it is good, else logs in, after a logout and in a cooldown too.
   * `force`: always a new session; a login that is under way counts.
   */
  login(options?: { force?: boolean }): Promise<Session<User>>
  /**
   * Ends the session before it returns; what was under way for it rejects with LOGGED_OUT. It holds, over a restart
   * too, until login() or setSession(). Resolves when storage is written; the server is told in the background.
   */
  logout(): Promise<void>
  /**
   * Takes over a session made elsewhere, by an account binding say, before it returns; what was under way for the
   * former one rejects with SESSION_CHANGED. Resolves when it is stored. Rejects with INVALID_OPTIONS.
   */
  setSession(grant: Grant<User>): Promise<Session<User>>
  /**
   * wx.request with the session: logs in first if need be, and once more, with one replay, when the server rejects
   * the session. Any HTTP status resolves but a second rejection, which is SESSION_REJECTED.
   * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
   */
  request: Request
  readonly session: Session<User> | null
  readonly state: AuthState<User>
  /** Calls back at every change of `state`; returns what ends that. */
  subscribe(listener: (state: AuthState<User>, previous: AuthState<User>) => void): () => void
  /** Calls back at every such event; returns what ends that. */
  on<Name extends keyof AuthEvents<User>>(
    event: Name,
    listener: (...args: AuthEvents<User>[Name]) => void,
  ): () => void
}

/**
 * Makes the login of an app. Call it once, in app.ts. Throws INVALID_OPTIONS at once; everything later rejects.
 * `surroundings` is for tests.
 */
export function createAuth<User = unknown>(
  options: AuthOptions<User>,
  surroundings: Surroundings = systemSurroundings,
): Auth<User> {
  checkOptions(options)
  const {
    baseURL,
    token = { header: 'Authorization', prefix: 'Bearer ' },
    trustedOrigins = [],
    isExpired = ({ statusCode }) => statusCode === 401,
    storage: stored = {},
    loginTimeout = 15_000,
    cooldown = 10_000,
    renewBefore = 60,
    wx: port = globalWx(),
  } = options
  if (!port) throw invalidOptions('createAuth: there is no global `wx` here; pass one as `wx`')

  const { clock, random } = surroundings
  const serverClock = createServerClock(clock)
  const limit = createRateLimit(clock)
  const createChannel = createNotifier(clock)
  const changes = createChannel<[state: AuthState<User>, previous: AuthState<User>]>()
  const events: EventChannels<User> = {
    login: createChannel(),
    logout: createChannel(),
    expired: createChannel(),
    warning: createChannel(),
  }
  const warn = (error: AuthError) => events.warning.send([error])

  const call = createCall(port, clock)
  const transport = createTransport(call)
  const signer = createSigner(token, baseURL, trustedOrigins)
  const exchange = createExchange(options.login, {
    call,
    transport,
    serverClock,
    baseURL,
    timeout: loginTimeout,
  })
  const store = createStateStore(changes)
  const holder = createHolder<User>({
    serverClock,
    store,
    events,
    storage:
      stored === false
        ? createMemoryStorage()
        : createSessionStorage({ call, warn, key: storageKey(port, stored.key) }),
  })
  const logins = createLogins<User>({
    ...{ clock, random, serverClock, store, holder, events, loginTimeout, cooldown, renewBefore },
    logIn: (reason, scope) => logIn({ call, timeout: loginTimeout, limit, exchange }, reason, scope),
  })
  const { logout } = options
  const tellServer = logout ? createRemoteLogout(logout, { transport, baseURL, signer }) : undefined

  return {
    ensureLogin: () => logins.obtain('auto'),
    login: (loginOptions = {}) =>
      promised(() => {
        checkLoginOptions(loginOptions)
        return logins.obtain(loginOptions.force ? 'force' : 'user')
      }),
    logout() {
      const former = holder.session
      const done = holder.logout()
      if (former) void tellServer?.(former).catch(warn)
      return done
    },
    setSession: (grant) =>
      promised(() => {
        const problem = grantProblem(grant)
        if (problem) throw invalidOptions(`setSession: the grant ${problem}`)
        return holder.setSession(grant)
      }),
    request: createRequest({ holder, logins, transport, serverClock, baseURL, signer, isExpired }),
    get session() {
      return holder.session
    },
    get state() {
      return store.state
    },
    subscribe: (listener) => changes.add(listener),
    on(event, listener) {
      const channel = Object.prototype.hasOwnProperty.call(events, event) ? events[event] : undefined
      if (!channel) throw invalidOptions(`on: there is no event \`${event as string}\``)
      return channel.add(listener)
    },
  }
}

/** At once, and a throw becomes a rejection. */
function promised<T>(work: () => Promise<T>): Promise<T> {
  return new Promise((resolve) => resolve(work()))
}
