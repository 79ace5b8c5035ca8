import { createAuth, type AuthOptions, type Auth, type LoginOutcome, type Middleware } from '../../src/index'
import { withLogin } from '../../src/buttons'
import type { WxPort } from '../../src/platform/wx-port'
import type { Reply } from '../../src/testing'
import { BASE_URL } from '../support/phone'
import { ask } from './whose-ask'
import { checkQuestion, checkRestart, checkSend, checkWxLogin, judged } from './whose-live'
import { eraOf, grantTo, observe, point, userOf, WECHAT, type Play, type User } from './whose-play'

export const COOLDOWN = 10_000

export function serve(play: Play): void {
  const { world, ways } = play
  const { server } = world
  const asksForLogin: Reply = { data: { code: 'LOGIN' } }
  server.route('/r/*', ({ openid, token, query }) => {
    if (ways.requests === 'broken') return { statusCode: 503 }
    const isWelcome = openid !== null || (token === null && play.areGuestsWelcome)
    if (!isWelcome || ways.requests === 'refused') return asksForLogin
    const header: Record<string, string> = {}
    if (openid !== null && query.brings === 'slide')
      header['X-New-Token'] = grantTo(play, openid, { refresh: false }).token
    return { data: { code: 'OK', openid }, header }
  })
  server.route('POST', '/login', () => {
    if (ways.login === 'refused') return { statusCode: 403 }
    if (ways.login === 'broken') return { statusCode: 503 }
    if (ways.login === 'unbound') return { data: { unbound: 'ticket' } }
    return { data: grantTo(play, WECHAT, { named: play.order % 2 === 0 }) }
  })
  server.route('POST', '/refresh', ({ data }) => {
    const { refreshToken } = data as { refreshToken: string }
    const openid = play.refreshes.get(refreshToken)
    if (ways.refresh === 'broken') return { statusCode: 503 }
    if (ways.refresh === 'refused' || openid === undefined) return { statusCode: 403 }
    if (play.setup.rotates) play.refreshes.delete(refreshToken)
    return { data: grantTo(play, openid, { refresh: play.setup.rotates, named: false }) }
  })
}

/** A new life of the app. */
export function launch(play: Play): void {
  const { world, setup } = play
  if (play.life > 0) checkRestart(play)
  play.questions.forEach((question) => (question.isOpen = false))
  if (play.life > 0) world.restart()
  play.life++
  play.slowWrites = 0
  const auth = createAuth<User>({ ...options(play), wx: watched(play) }, world.surroundings)
  play.auth = auth
  play.tap = tapOf(play, auth)
  eraOf(play)
  auth.subscribe((state, previous) => {
    if (play.auth !== auth) return
    observe(play)
    play.states.push({ ...point(play), state, previous })
  })
  auth.on('expired', ({ session, renewable }) => {
    const user = String(userOf(play, session.token))
    play.told.push({ ...point(play), event: 'expired', token: session.token, user, renewable })
    if (!renewable && auth.session?.token === session.token)
      play.problems.push(`'expired' for good, and ${user} is there`)
    const canRenew = setup.renew && Boolean(session.refreshToken)
    if (renewable && user !== WECHAT && !canRenew)
      play.problems.push(`'expired' says of ${user} that it can be renewed`)
    if (!renewable && user === WECHAT)
      play.problems.push(`'expired' says that no login can stand in for WeChat's`)
  })
  auth.on('logout', () => play.told.push({ ...point(play), event: 'logout' }))
}

function tapOf(play: Play, auth: Auth<User>) {
  return () => {
    const asked = ask(play, 'tap', () => new Promise(() => undefined))
    const end = (ok: boolean, value: unknown) => (asked.outcome ??= { ...point(play), ok, value })
    const onTap = withLogin(
      auth,
      () => {
        if (auth.generation !== asked.generation) play.problems.push('P11 a tap is handled for the next user')
        end(true, auth.session)
      },
      { onError: (error) => void end(false, error) },
    )
    return onTap.call({}, {})
  }
}

function options(play: Play): Omit<AuthOptions<User>, 'wx'> {
  const { world, setup } = play
  return {
    baseURL: BASE_URL,
    auth: setup.auth,
    cooldown: COOLDOWN,
    sessionKey: setup.sessionKey,
    logout: '/logout',
    login: async ({ code, data, send }) => {
      const body = { code, data: (data as number | undefined) ?? null }
      const answer = await send<LoginOutcome<User>>({ url: '/login', method: 'POST', data: body })
      if (answer.statusCode !== 200) throw new Error('refused')
      return answer.data
    },
    renew: setup.renew
      ? async ({ refreshToken, send }) => {
          const data = { refreshToken }
          const answer = await send<LoginOutcome<User>>({ url: '/refresh', method: 'POST', data })
          if (answer.statusCode !== 200) throw new Error('refused')
          return answer.data
        }
      : undefined,
    confirmLogin: setup.confirm ? () => question(play) : undefined,
    isExpired: ({ data }) => {
      const isRejection = (data as { code?: unknown } | null)?.code === 'LOGIN'
      return setup.isExpired === 'now'
        ? isRejection
        : new Promise((resolve) => world.clock.after(5, () => resolve(isRejection)))
    },
    use: setup.middleware ? [answered(play)] : [],
    storage: { adapter: adapter(play) },
  }
}

function question(play: Play): Promise<boolean> {
  const { life } = play
  checkQuestion(play)
  return new Promise<boolean>((resolve, reject) => {
    play.questions.push({
      ...point(play),
      isOpen: !play.isAgreeable,
      no: null,
      yes: play.isAgreeable,
      settle(how) {
        this.isOpen = false
        if (play.life !== life) return
        if (how === 'no') this.no = point(play)
        this.yes = how === 'yes'
        if (how === 'throw') reject(new Error('no page'))
        else resolve(how === 'yes')
      },
    })
    if (play.isAgreeable) resolve(true)
  })
}

/** What the app does with answers: the next token of a sliding session, or somebody who has logged in by a request. */
function answered(play: Play): Middleware {
  const { clock } = play.world
  return async (request, next) => {
    const response = await next(request)
    const id = Number(/\/r\/(\d+)/.exec(request.url)?.[1])
    const token = response.header['X-New-Token']
    const { generation } = request
    if (token) {
      // It may take its time: the user may be another by then.
      await new Promise<void>((resolve) => clock.after(20, resolve))
      const asked = ask(play, 'renewSession', (auth) => auth.renewSession({ token }, { generation }))
      if (asked.generation !== generation && (asked.outcome?.ok || play.auth.session?.token === token))
        play.problems.push('P11 an answer for a former user renews the session')
    }
    const { brings = '' } = Object.fromEntries(new URLSearchParams(request.url.split('?')[1])) as {
      brings?: string
    }
    const mine = play.asked.find((one) => one.request?.id === id)
    if (brings.startsWith('openid') && (response.data as { code: string }).code === 'OK') {
      if (mine?.request) mine.request.isAnswered = true
      await ask(play, 'setSession', (auth) => auth.setSession(grantTo(play, brings), { wechat: false })).done
    }
    return response
  }
}

/** The app's own storage, which fails as the program says. */
function adapter(play: Play): NonNullable<Exclude<AuthOptions['storage'], false | undefined>['adapter']> {
  const { store, ways, world, life: mine } = play
  const change = (part: 'set' | 'remove', work: () => void) => {
    const era = eraOf(play)
    if (ways[part] !== 'ok') era.hasFailed = true
    if (ways[part] !== 'ok' && part === 'remove') era.hasNotRemoved = true
    const land = () => {
      if (play.life !== mine) return
      work()
      era.isStored = true
    }
    if (ways[part] === 'refused') throw new Error(`${part} is broken`)
    if (ways[part] !== 'slow') land()
    if (ways[part] === 'slow') play.slowWrites++
    return ways[part] === 'slow'
      ? new Promise<void>((resolve) =>
          world.clock.after(500, () => {
            land()
            play.slowWrites--
            resolve()
          }),
        )
      : undefined
  }
  return {
    get: (key) => store.get(key),
    set: (key, value) => change('set', () => store.set(key, structuredClone(value))),
    remove: (key) => change('remove', () => void store.delete(key)),
  }
}

/** Looks at what the library does with wx. */
function watched(play: Play): WxPort {
  const { wx } = play.world
  return {
    ...wx,
    login(given) {
      checkWxLogin(play)
      wx.login(given)
    },
    request(given) {
      const sent = checkSend(play, given)
      return wx.request({
        ...given,
        success: (response) => judged(play, sent, response, () => given.success?.(response)),
      })
    },
  }
}
