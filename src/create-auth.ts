import { invalidOptions, type AuthError } from './auth-error'
import { createExchange, createRenew } from './http/exchange'
import { createRemoteLogout } from './http/remote-logout'
import { createRequest, type Request } from './http/request'
import { createSigner } from './http/sign'
import { checkLoginOptions, checkOptions, type AuthOptions } from './options'
import { createCall } from './platform/call'
import { globalWx } from './platform/global-wx'
import { createServerClock } from './platform/server-clock'
import { systemSurroundings, type Surroundings } from './platform/surroundings'
import { createTransport } from './platform/transport'
import { createCore } from './session/core'
import type { AuthEvents } from './session/events'
import { grantProblem } from './session/session'
import { shared } from './session/shared'
import type { AuthState, Grant, Session } from './session/types'
import { storageKey } from './session/wx-storage'

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
   * Is WeChat's session_key, with which encrypted data is read, still good? It says nothing about the session. One
   * wx.checkSession for all who ask, and none while the last answer was yes. Rejects with NETWORK, TIMEOUT or
   * INTERRUPTED where it cannot be told.
   * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.checkSession.html
   */
  checkSession(): Promise<boolean>
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
 * Makes the login of an app. Instances with the same storage key share one session and one login, for which the
 * options of the first hold; the request options are each one's own. Throws INVALID_OPTIONS at once; everything later rejects.
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
    sessionKey = 'onDemand',
    loginTimeout = 15_000,
    cooldown = 10_000,
    renewBefore = 60,
    piggyback,
    wx = globalWx(),
  } = options
  if (!wx) throw invalidOptions('createAuth: there is no global `wx` here; pass one as `wx`')

  const call = createCall(wx, surroundings.clock)
  const transport = createTransport(call)
  const signer = createSigner(token, baseURL, trustedOrigins)
  const storage = stored && { ...stored, key: storageKey(wx, stored.key) }
  const create = () => {
    const serverClock = createServerClock(surroundings.clock)
    const context = { call, transport, serverClock, baseURL, timeout: loginTimeout }
    const exchange = createExchange(options.login, context)
    const renew = options.renew && createRenew(options.renew, context)
    return createCore<User>({
      ...{
        port: wx,
        call,
        surroundings,
        serverClock,
        exchange,
        renew,
        sessionKey,
        loginTimeout,
        cooldown,
        renewBefore,
      },
      storage: storage || null,
      prefetch: options.prefetch,
      prefetchToken: options.prefetchToken ?? false,
    })
  }
  const core = storage ? shared(wx, storage.key, create) : create()
  const { store, changes, events, holder, logins, serverClock } = core
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
      if (former)
        void tellServer?.(former).catch((error: unknown) => events.warning.send([error as AuthError]))
      return done
    },
    setSession: (grant) =>
      promised(() => {
        const problem = grantProblem(grant)
        if (problem) throw invalidOptions(`setSession: the grant ${problem}`)
        return holder.setSession(grant)
      }),
    checkSession: () => core.sessionKey.check(),
    request: createRequest({ holder, logins, transport, serverClock, baseURL, signer, isExpired, piggyback }),
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
