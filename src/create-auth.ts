import type { Auth } from './auth'
import { AuthError, invalidOptions } from './auth-error'
import { addDoor, type InstanceEngine } from './door'
import { createAttach } from './http/attach'
import { createClient } from './http/client'
import { createExchange, createRenew } from './http/exchange'
import { createQueue } from './http/queue'
import { createRemoteLogout } from './http/remote-logout'
import { createTokenAttachment } from './http/token'
import { originOf } from './http/url'
import {
  checkLoginOptions,
  checkOptions,
  checkRenewSession,
  checkSetSession,
  type AuthOptions,
} from './options'
import { globalWx } from './platform/global-wx'
import { createPlatform } from './platform/platform'
import type { WxRequest } from './platform/wx-port'
import { systemSurroundings, type Surroundings } from './platform/surroundings'
import { createEngine } from './session/engine'
import { createLifetime } from './session/lifetime'
import { shared } from './session/shared'
import { storageKey } from './session/wx-storage'

/**
 * Makes the login of an app. Instances with the same storage key and server share one session and one login, for
 * which the options of the first hold; the request options are each one's own. `surroundings` is for tests. Base
 * library 2.10.0.
 * @throws INVALID_OPTIONS at once, for options that are missing, unknown or wrong. All else rejects later.
 * @example
 * export const auth = createAuth<User>({ baseURL: 'https://api.example.com', login: '/login' })
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
    auth: defaultAuth = 'required',
    loginTimeout = 15_000,
    cooldown = 10_000,
    renewBefore = 60,
    maxConcurrent = 10,
    use = [],
    piggyback,
    wx = globalWx(),
  } = options
  if (!wx) throw invalidOptions('createAuth: there is no global `wx` here; pass one as `wx`')

  // Two servers never share a session, nor does one get the other's token.
  const storage = stored && { ...stored, key: `${storageKey(wx, stored.key)}@${String(originOf(baseURL))}` }
  const create = (former?: Promise<void>) => {
    const platform = createPlatform(wx, surroundings)
    const context = { platform, baseURL, timeout: loginTimeout }
    return createEngine<User>({
      platform,
      sessionKey,
      loginTimeout,
      cooldown,
      renewBefore,
      exchange: createExchange(options.login, context),
      renew: options.renew && createRenew(options.renew, context),
      storage: storage ? { ...storage, former } : null,
      prefetch: options.prefetch,
      confirmLogin: options.confirmLogin,
    })
  }
  const { value: engine, leave } = storage
    ? shared(wx, storage.key, create)
    : { value: create(), leave: (end: () => void) => end() }
  const { changes, events, platform } = engine
  const tokenAttachment = createTokenAttachment(token, baseURL, trustedOrigins)
  const queue = createQueue(maxConcurrent)
  const client = createClient<User>({
    engine,
    tokenAttachment,
    queue,
    baseURL,
    auth: defaultAuth,
    isExpired,
    piggyback,
    use,
  })
  const own = createLifetime()
  const { promised, subscribed } = own
  const warn = (error: AuthError) => events.warning.send([error])
  const ownEngine: InstanceEngine = {
    get state() {
      return engine.state
    },
    get generation() {
      return engine.generation
    },
    restored: engine.restored,
    sessionKey: engine.sessionKey,
    isLoggingIn: () => engine.isLoggingIn(),
    isReplaceable: () => engine.isReplaceable(),
    postponeRenewal: () => engine.postponeRenewal(),
    present: () => (own.ended ? null : engine.present()),
    obtain: (trigger) => promised(() => engine.obtain(trigger)),
  }
  const attach = createAttach({ baseURL, auth: defaultAuth, tokenAttachment, engine })
  const { logout } = options
  const tellServer = logout ? createRemoteLogout(logout, { platform, baseURL, tokenAttachment }) : undefined
  const auth: Auth<User> = {
    ensureLogin: () => promised(() => engine.obtain('auto')),
    login: (loginOptions = {}) =>
      promised(() => {
        checkLoginOptions(options.login, loginOptions)
        const { force, data } = loginOptions
        return engine.obtain(force || data !== undefined ? 'force' : 'user', { data })
      }),
    logout() {
      const done = promised(() => {
        const { stored, former } = engine.logout()
        if (tellServer) void former.then((session) => session && tellServer(session)).catch(warn)
        return stored
      })
      // By then the user is logged out: who does not wait for the storage looks at no promise.
      done.catch(() => undefined)
      return done
    },
    setSession: (grant, setOptions = {}) =>
      promised(() => {
        checkSetSession(setOptions)
        return engine.setSession(grant, setOptions.wechat)
      }),
    renewSession: (grant, renewOptions = {}) =>
      promised(() => {
        checkRenewSession(renewOptions)
        return engine.renewSession(grant, renewOptions.generation)
      }),
    setUser: (user) => promised(() => engine.setUser(user)),
    checkSession: () => promised(() => engine.sessionKey.check()),
    request: (requestOptions) => client.request(requestOptions),
    uploadFile: (uploadOptions) => client.uploadFile(uploadOptions),
    downloadFile: (downloadOptions) => client.downloadFile(downloadOptions),
    attach: (request, attachOptions = {}) =>
      promised(() => attach(request, attachOptions) as Promise<typeof request & WxRequest>),
    invalidate(rejected) {
      const { session } = engine
      if (session?.token === rejected && !own.ended) engine.rejected(session, false)
    },
    get session() {
      return engine.session
    },
    get state() {
      return engine.state
    },
    get generation() {
      return engine.generation.number
    },
    subscribe: (listener) => subscribed(changes, listener),
    on(event, listener) {
      const channel = Object.prototype.hasOwnProperty.call(events, event) ? events[event] : undefined
      if (!channel) throw invalidOptions(`on: there is no event \`${event as string}\``)
      return subscribed(channel, listener)
    },
    destroy() {
      if (own.ended) return
      const error = new AuthError('ABORTED', 'destroy() has ended this auth. Make another with createAuth().')
      own.end(error)
      client.end(error)
      disconnects.forEach((disconnect) => {
        if (typeof disconnect === 'function') platform.callOut(disconnect as () => void)
      })
      leave(() => engine.end(error))
    },
  }
  addDoor(auth, { engine: ownEngine, lifetime: own, platform, warn })
  const disconnects: unknown[] = []
  try {
    for (const middleware of use) disconnects.push(middleware.connect?.(auth))
  } catch (error) {
    auth.destroy()
    throw error
  }
  return auth
}
