import type { Auth } from './auth'
import { AuthError, invalidOptions } from './auth-error'
import { createAttach } from './http/attach'
import { createClient } from './http/client'
import { createExchange, createRenew } from './http/exchange'
import { createQueue } from './http/queue'
import { createRemoteLogout } from './http/remote-logout'
import { createSigner } from './http/sign'
import { checkLoginOptions, checkOptions, type AuthOptions } from './options'
import { createBehavior } from './page/behavior'
import { protect } from './page/protect'
import { createAppLife } from './platform/app-life'
import { createCall } from './platform/call'
import { createCallOut } from './platform/call-out'
import { globalWx } from './platform/global-wx'
import { createInvoke } from './platform/invoke'
import { createServerClock } from './platform/server-clock'
import type { WxRequest } from './platform/wx-port'
import { systemSurroundings, type Surroundings } from './platform/surroundings'
import { createSend, createTransport } from './platform/transport'
import { createCore } from './session/core'
import { createLifetime } from './session/lifetime'
import type { Wish } from './session/next-step'
import { grantProblem } from './session/session'
import { shared } from './session/shared'
import { storageKey } from './session/wx-storage'
import { createAuthorize } from './user/authorize'
import { withAvatar } from './user/avatar'
import { withPhoneNumber } from './user/phone-number'
import { withLogin } from './user/tap'
import { withUserInfo } from './user/user-info'

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
    maxConcurrent = 10,
    use = [],
    piggyback,
    wx = globalWx(),
  } = options
  if (!wx) throw invalidOptions('createAuth: there is no global `wx` here; pass one as `wx`')

  const { clock } = surroundings
  const invoke = createInvoke(wx, clock)
  const callOut = createCallOut(clock)
  const storage = stored && { ...stored, key: storageKey(wx, stored.key) }
  const create = (former?: Promise<void>) => {
    const call = createCall(invoke)
    const life = createAppLife(wx)
    const serverClock = createServerClock(clock)
    const transport = createTransport(createSend(invoke, life), clock, serverClock)
    const context = { call, transport, serverClock, baseURL, timeout: loginTimeout }
    return createCore<User>({
      ...{ port: wx, call, callOut, life, surroundings, serverClock },
      ...{ sessionKey, loginTimeout, cooldown, renewBefore },
      exchange: createExchange(options.login, context),
      renew: options.renew && createRenew(options.renew, context),
      storage: storage ? { ...storage, former } : null,
      prefetch: options.prefetch,
      prefetchToken: options.prefetchToken ?? false,
      confirmLogin: options.confirmLogin,
    })
  }
  const { value: core, leave } = storage
    ? shared(wx, storage.key, create)
    : { value: create(), leave: (end: () => void) => end() }
  const { store, changes, events, holder, logins, serverClock, life } = core
  const signer = createSigner(token, baseURL, trustedOrigins)
  const send = createSend(invoke, life)
  const transport = createTransport(send, clock, serverClock)
  const client = createClient<User>({
    ...{ port: wx, holder, logins, send, transport, life, signer },
    ...{ baseURL, isExpired, piggyback, use, callOut },
    queue: createQueue(maxConcurrent),
  })
  const own = createLifetime()
  const { promised, subscribed } = own
  const tap = {
    ...{ call: createCall(invoke), callOut, holder, sessionKey: core.sessionKey },
    ended: () => own.ended,
    hasKey: () => store.state.status === 'unbound' || tap.logins.present() !== null,
    logins: {
      present: () => (own.ended ? null : logins.present()),
      postpone: () => logins.postpone(),
      isUnderWay: () => logins.isUnderWay(),
      obtain: (wish: Wish) => promised(() => logins.obtain(wish)),
    },
    warn: (error: AuthError) => events.warning.send([error]),
  }
  const attach = createAttach({ baseURL, signer, holder, logins })
  const authorize = createAuthorize(invoke, core.limit)
  const { logout } = options
  const tellServer = logout ? createRemoteLogout(logout, { transport, baseURL, signer }) : undefined
  const auth: Auth<User> = {
    ensureLogin: () => promised(() => logins.obtain('auto')),
    login: (loginOptions = {}) =>
      promised(() => {
        checkLoginOptions(loginOptions)
        return logins.obtain(loginOptions.force ? 'force' : 'user')
      }),
    logout() {
      const done = promised(() => {
        const former = holder.session
        const saved = holder.logout()
        if (former) void tellServer?.(former).catch(tap.warn)
        return saved
      })
      // By then the user is logged out: who does not wait for the storage looks at no promise.
      done.catch(() => undefined)
      return done
    },
    setSession: (grant) =>
      promised(() => {
        const problem = grantProblem(grant)
        if (problem) throw invalidOptions(`setSession: the grant ${problem}`)
        return holder.setSession(grant)
      }),
    setUser: (user) => promised(() => holder.setUser(user)),
    checkSession: () => promised(() => core.sessionKey.check()),
    request: (requestOptions) => client.request(requestOptions),
    uploadFile: (uploadOptions) => client.uploadFile(uploadOptions),
    downloadFile: (downloadOptions) => client.downloadFile(downloadOptions),
    attach: (request) => promised(() => attach(request) as Promise<typeof request & WxRequest>),
    invalidate(rejected) {
      const { session } = holder
      if (session?.token === rejected && !own.ended) logins.rejected(session, false)
    },
    get session() {
      return holder.session
    },
    get state() {
      return store.state
    },
    get generation() {
      return holder.number
    },
    subscribe: (listener) => subscribed(changes, listener),
    on(event, listener) {
      const channel = Object.prototype.hasOwnProperty.call(events, event) ? events[event] : undefined
      if (!channel) throw invalidOptions(`on: there is no event \`${event as string}\``)
      return subscribed(channel, listener)
    },
    withLogin: (handler, tapOptions) => withLogin(tap, handler, tapOptions),
    withUserInfo: (handler, tapOptions) => withUserInfo(tap, handler, tapOptions),
    withPhoneNumber: (handler, tapOptions) => withPhoneNumber(tap, handler, tapOptions),
    withAvatar: (handler, tapOptions) => withAvatar(tap, handler, tapOptions),
    authorize: (scope, authorizeOptions) => promised(() => authorize(scope, authorizeOptions)),
    protect: (page, protectOptions) => protect(tap, page, protectOptions),
    behavior: createBehavior({
      store,
      subscribe: (listener) => auth.subscribe(listener),
    }),
    destroy() {
      if (own.ended) return
      const error = new AuthError('ABORTED', 'destroy() has ended this auth. Make another with createAuth().')
      own.end(error)
      client.end(error)
      disconnects.forEach((disconnect) => {
        if (typeof disconnect === 'function') callOut(disconnect as () => void)
      })
      leave(() => core.end(error))
    },
  }
  const disconnects: unknown[] = []
  try {
    for (const middleware of use) disconnects.push(middleware.connect?.(auth))
  } catch (error) {
    auth.destroy()
    throw error
  }
  return auth
}
