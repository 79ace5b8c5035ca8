import type { Auth, AuthOptions, Grant, Middleware } from '../../src/index'
import { piggyback } from '../../src/piggyback'
import { prefetch } from '../../src/prefetch'
import { BASE_URL } from '../support/phone'
import type { Setup } from './setup'
import { createStorageOptions } from './store'
import { COOLDOWN, LOGIN_TIMEOUT, type Run } from './trace'

/** How the app of a run uses the library. */
export function authOptions(run: Run): Omit<AuthOptions, 'wx'> {
  const { world, setup } = run
  const { renew, logout, storage, sessionKey, isExpired } = setup
  return {
    baseURL: BASE_URL,
    login: setup.login === 'function' ? exchangeThat(run) : LOGINS[setup.login],
    logout: logout === 'none' ? undefined : LOGOUTS[logout],
    token: PLACEMENTS[setup.token],
    cooldown: COOLDOWN,
    loginTimeout: LOGIN_TIMEOUT,
    ...{ sessionKey, maxConcurrent: setup.maxConcurrent },
    use: setup.middleware ? [PASS, PASS] : [],
    storage: createStorageOptions(world, storage),
    isExpired:
      isExpired === 'now'
        ? undefined
        : ({ statusCode }) =>
            new Promise((resolve) => world.clock.after(5, () => resolve(statusCode === 401))),
    renew: renew ? RENEW : undefined,
    prefetch: setup.prefetch ? prefetch(parseFetched, { token: setup.prefetchToken }) : undefined,
    piggyback: setup.piggyback ? PIGGYBACK : undefined,
  }
}

const PASS: Middleware = (request, next) => next(request)

const LOGINS: Record<'path' | 'endpoint', AuthOptions['login']> = {
  path: '/login',
  endpoint: Object.freeze({
    url: '/login',
    header: Object.freeze({ 'x-client': 'model' }),
    parse({ statusCode, data }: { statusCode: number; data: unknown }) {
      if (statusCode !== 200) throw new Error('refused')
      return data as Grant
    },
  }),
}

/** A function of the app's own, which is not to be called for a login that is over. */
function exchangeThat(run: Run): AuthOptions['login'] {
  return async ({ code, send }) => {
    const { status } = (run.auths[0] as Auth).state
    if (status !== 'loggingIn') run.trace.strange.push(`P1 a code is exchanged while ${status}`)
    const { statusCode, data } = await send({ url: '/login', method: 'POST', data: { code } })
    if (statusCode !== 200) throw new Error('refused')
    return data as Grant
  }
}

const LOGOUTS: Record<'path' | 'function', AuthOptions['logout']> = {
  path: '/logout',
  function: ({ send }) => send({ url: '/logout', method: 'POST' }),
}

const RENEW: AuthOptions['renew'] = async ({ refreshToken, send }) => {
  const { statusCode, data } = await send({ url: '/refresh', method: 'POST', data: { refreshToken } })
  if (statusCode !== 200) throw new Error('refused')
  return data as Grant
}

const parseFetched = (data: string) => JSON.parse(data) as Grant | null

const PIGGYBACK = piggyback({
  attach: (request, code) => ({ ...request, header: { ...request.header, 'x-login-code': code } }),
  parse: ({ data }) => (data as { session?: Grant } | null)?.session ?? null,
})

const PLACEMENTS: Record<Setup['token'], AuthOptions['token']> = {
  header: undefined,
  query: { query: 'token' },
  data: { data: 'token' },
  cookie: { cookie: 'session' },
  function(request, token) {
    // It may write on what it is given.
    Object.assign(request.header ?? {}, { 'x-token': token })
    return request
  },
}
