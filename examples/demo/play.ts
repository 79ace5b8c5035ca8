import { createAuth, isAuthError, type Auth } from 'miniprogram-auth'
import { startServer, type RunningServer } from '../server/start'
import { createWx, type SimulatedWx, type TimelineEntry } from '../simulator/wx'
import { createWatcher } from './foreign-origin'
import { createSwitchboard } from './switchboard'

export interface Check {
  what: string
  expected: unknown
  actual: unknown
}

export interface DemoListener {
  scene(title: string): void
  step(entry: TimelineEntry): void
  checked(check: Check): void
}

const CONCURRENT = 10

/** The main scenario, over real HTTP: what is expected is counted on the server. Gives every check made. */
export async function playDemo(listener: DemoListener): Promise<Check[]> {
  const server = await startServer({ port: 0, databasePath: ':memory:', control: true })
  const foreign = await createWatcher()
  try {
    return await play(server, foreign, listener)
  } finally {
    await foreign.close()
    await server.close()
  }
}

async function play(
  { url, standIn }: RunningServer,
  foreign: Awaited<ReturnType<typeof createWatcher>>,
  listener: DemoListener,
): Promise<Check[]> {
  if (!standIn) throw new Error('The demo needs the stand-in for WeChat: unset WX_APPID and WX_SECRET.')
  const checks: Check[] = []
  const check = (what: string, actual: unknown, expected: unknown) => {
    checks.push({ what, expected, actual })
    listener.checked({ what, expected, actual })
  }
  let wxLogins = 0
  const phone = createWx({
    standInURL: standIn.url,
    appId: standIn.appid,
    user: 'demo',
    record(entry) {
      if (entry.type === 'call' && entry.phase === 'started' && entry.api === 'login') wxLogins++
      listener.step(entry)
    },
  })
  const switchboard = createSwitchboard(url)
  const auth = createAuth({ baseURL: url, login: '/login', logout: '/logout', wx: withSlowness(phone.wx) })
  const scene = async (title: string) => {
    await switchboard.resetCounts()
    wxLogins = 0
    listener.scene(title)
  }

  await scene(`A cold start, and ${CONCURRENT} requests at once`)
  check('orders that came', await orders(auth), CONCURRENT)
  let counts = await switchboard.counts()
  check('wx.login', wxLogins, 1)
  check('exchanges', counts.exchanges, 1)
  check('sends', counts.byRoute['GET /orders']?.total, CONCURRENT)
  check('sends without a session', counts.byRoute['GET /orders']?.unauthorized, 0)

  await switchboard.expireSessions()
  await scene(`The server has ended all sessions, and ${CONCURRENT} requests at once`)
  check('orders that came', await orders(auth), CONCURRENT)
  counts = await switchboard.counts()
  check('wx.login', wxLogins, 1)
  check('exchanges', counts.exchanges, 1)
  check('sends that were rejected', counts.byRoute['GET /orders']?.unauthorized, CONCURRENT)
  check('replays that succeeded', counts.byRoute['GET /orders']?.ok, CONCURRENT)

  await scene('A request to another origin')
  await auth.request({ url: `${foreign.url}/pixel` })
  check('requests that arrived there', foreign.requests, 1)
  check('tokens that arrived there', foreign.secrets, 0)
  check(
    'a session for it is refused',
    await codeOf(auth.request({ url: foreign.url, auth: 'required' })),
    'UNTRUSTED_ORIGIN',
  )

  await scene('A late 401 for the old token, after the login')
  const slow = auth.request({ url: '/orders?slow' })
  await switchboard.expireSessions()
  await auth.request({ url: '/orders' })
  check('the late one', (await slow).statusCode, 200)
  counts = await switchboard.counts()
  check('wx.login', wxLogins, 1)
  check('exchanges', counts.exchanges, 1)

  await scene('wx.login never calls back')
  const silent = createAuth({
    baseURL: url,
    login: '/login',
    wx: { ...phone.wx, login: () => undefined },
    storage: false,
    loginTimeout: 300,
  })
  const codes = await Promise.all(
    Array.from({ length: CONCURRENT }, () => codeOf(silent.request({ url: '/orders' }))),
  )
  check(
    'requests that were told LOGIN_TIMEOUT',
    codes.filter((code) => code === 'LOGIN_TIMEOUT').length,
    CONCURRENT,
  )

  await scene('A logout, with requests under way')
  const underWay = [codeOf(auth.request({ url: '/orders' })), codeOf(auth.request({ url: '/me' }))]
  await auth.logout()
  check('the requests', (await Promise.all(underWay)).join(), 'LOGGED_OUT,LOGGED_OUT')
  check('a request after it', await codeOf(auth.request({ url: '/orders' })), 'LOGGED_OUT')
  await switchboard.until(({ byRoute }) => byRoute['POST /logout']?.ok === 1)
  counts = await switchboard.counts()
  check('wx.login', wxLogins, 0)
  check('the server was told', counts.byRoute['POST /logout']?.ok, 1)
  check('tokens in URLs, from first to last', counts.tokensInUrls, 0)

  phone.dispose()
  return checks
}

async function orders(auth: Auth): Promise<number> {
  const responses = await Promise.all(
    Array.from({ length: CONCURRENT }, () => auth.request({ url: '/orders' })),
  )
  return responses.filter(({ statusCode }) => statusCode === 200).length
}

/** The code that a promise rejects with; null if it resolves. */
async function codeOf(promise: Promise<unknown>): Promise<string | null> {
  try {
    await promise
    return null
  } catch (error) {
    return isAuthError(error) ? error.code : String(error)
  }
}

/** Answers for a URL that asks for it come a third of a second later. */
function withSlowness(wx: SimulatedWx): SimulatedWx {
  return {
    ...wx,
    request: ({ success, ...options }) =>
      wx.request({
        ...options,
        success: (response) => {
          if (options.url.includes('slow')) setTimeout(() => success?.(response), 300)
          else success?.(response)
        },
      }),
  }
}
