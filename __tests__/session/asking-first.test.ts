import { describe, expect, test } from '@jest/globals'
import type { AuthOptions, LoginContext } from '../../src/index'
import { withLogin } from '../../src/buttons'
import { ok, refusal } from '../http/support'
import { createWorld, outcomes, type World } from '../support/phone'

const HOUR = 3600_000

/** An app with a login page, which answers the question when the test says so. */
function withLoginPage(options: Partial<AuthOptions> = {}) {
  const world = createWorld()
  const questions: Array<(yes: boolean) => void> = []
  const auth = world.auth({
    confirmLogin: () => new Promise<boolean>((resolve) => void questions.push(resolve)),
    ...options,
  })
  return { world, auth, questions }
}

describe('one question for all who wait, for as long as the user likes', () => {
  test('a yes covers one login', async () => {
    const { world, auth, questions } = withLoginPage()
    const results = outcomes([auth.ensureLogin(), auth.request({ url: '/a' }), auth.request({ url: '/b' })])
    await world.advance(2 * HOUR)
    expect([questions.length, auth.state.status]).toEqual([1, 'loggingIn'])
    questions[0]?.(true)
    expect((await world.until(results)).slice(1)).toEqual([ok, ok])
    expect(world.history.logins()).toBe(1)
    world.server.expireAll()
    await world.advance(20_000)
    const again = outcomes([auth.request({ url: '/a' })])
    await world.advance(100)
    expect(questions).toHaveLength(2)
    questions[1]?.(true)
    expect(await world.until(again)).toEqual([ok])
  })

  test.each([
    ['login()', undefined],
    ['login({ force: true })', { force: true }],
  ])(
    '%s is the answer yes: the login page may call it; what the promise says later is ignored',
    async (_, options) => {
      const { world, auth, questions } = withLoginPage()
      const waiting = outcomes([auth.request({ url: '/a' })])
      await world.advance(2 * HOUR)
      await world.until(auth.login(options))
      questions[0]?.(false)
      expect(await world.until(waiting)).toEqual([ok])
      expect([questions.length, world.history.logins()]).toEqual([1, 1])
    },
  )

  test('login() before the question is put spares it, and itself never asks', async () => {
    const { world, auth, questions } = withLoginPage()
    const both = outcomes([auth.ensureLogin(), auth.login()])
    expect(await world.until(both)).toEqual([auth.session, auth.session])
    expect([questions.length, world.history.logins()]).toEqual([0, 1])
  })

  test('withLogin joins the question, and is no answer', async () => {
    const { world, auth, questions } = withLoginPage()
    const told: string[] = []
    const waiting = outcomes([auth.ensureLogin()])
    await world.advance(1000)
    void withLogin(auth, () => told.push('done')).call({}, {})
    await world.advance(HOUR)
    expect([told, questions.length]).toEqual([[], 1])
    questions[0]?.(true)
    await world.until(waiting)
    await world.advance(10)
    expect(told).toEqual(['done'])
  })

  test.each([
    ['logout()', 'LOGGED_OUT', (auth: ReturnType<World['auth']>) => auth.logout()],
    ['setSession()', 'SESSION_CHANGED', (auth: ReturnType<World['auth']>) => auth.setSession({ token: 't' })],
    ['destroy()', 'ABORTED', (auth: ReturnType<World['auth']>) => Promise.resolve(auth.destroy())],
  ])('%s ends it', async (_, code, end) => {
    const { world, auth, questions } = withLoginPage()
    const waiting = outcomes([auth.ensureLogin()])
    await world.advance(HOUR)
    await world.until(Promise.resolve<unknown>(end(auth)))
    expect(await world.until(waiting)).toEqual([refusal(code)])
    questions[0]?.(true)
    await world.advance(HOUR)
    expect(world.history.logins()).toBe(0)
  })
})

test('a question that the next user’s session has ended is no failure of theirs', async () => {
  const { world, auth, questions } = withLoginPage()
  const waiting = outcomes([auth.ensureLogin()])
  await world.advance(10)
  await world.until(auth.setSession({ token: 't' }, { wechat: true }))
  expect(await waiting).toEqual([refusal('SESSION_CHANGED')])
  auth.invalidate('t')
  const next = outcomes([auth.ensureLogin()])
  await world.advance(10)
  expect([auth.state.status, questions.length]).toEqual(['loggingIn', 2])
  questions[1]?.(true)
  expect(await world.until(next)).toEqual([auth.session])
})

describe('a no is no failure', () => {
  async function refused(options: Partial<AuthOptions> = {}) {
    const app = withLoginPage(options)
    const waiting = outcomes([app.auth.ensureLogin(), app.auth.request({ url: '/a' })])
    await app.world.advance(10)
    app.questions[0]?.(false)
    expect(await app.world.until(waiting)).toEqual(Array(2).fill(refusal('USER_DENIED')))
    return app
  }

  test('for one cooldown automatic needs reject so, without another question; it does not grow', async () => {
    const { world, auth, questions } = await refused({ cooldown: 10_000 })
    world.random = 1
    for (let round = 1; round < 5; round++) {
      expect(await world.until(outcomes([auth.ensureLogin()]))).toEqual([refusal('USER_DENIED')])
      expect(questions).toHaveLength(round)
      await world.advance(10_000)
      const waiting = outcomes([auth.ensureLogin()])
      await world.advance(10)
      expect(questions).toHaveLength(round + 1)
      questions[round]?.(false)
      await world.until(waiting)
    }
    expect(world.history.logins()).toBe(0)
  })

  test('a tap asks at once, and login() logs in', async () => {
    const { world, auth, questions } = await refused()
    const told: string[] = []
    void withLogin(auth, () => told.push('done'), { onError: ({ code }) => told.push(code) }).call({}, {})
    await world.advance(10)
    questions[1]?.(false)
    await world.advance(10)
    expect([told, questions.length]).toEqual([['USER_DENIED'], 2])
    await world.until(auth.login())
    expect([world.history.logins(), questions.length]).toEqual([1, 2])
  })

  test('after a logout, and without an account, the user stays what they were', async () => {
    const { world, auth, questions } = withLoginPage()
    const onTap = withLogin(auth, () => undefined, { onError: () => undefined })
    await world.until(auth.logout())
    const taken = Promise.resolve(onTap.call({}, {}))
    await world.advance(10)
    questions[0]?.(false)
    await taken
    expect(auth.state).toEqual({ status: 'loggedOut', reason: 'user' })
    world.restart()
    expect(await world.until(outcomes([world.auth().ensureLogin()]))).toEqual([refusal('LOGGED_OUT')])
  })

  test('where there is a session, that goes on', async () => {
    let answer = true
    const world = createWorld()
    const auth = world.auth({
      confirmLogin: () => Promise.resolve(answer),
      login: () => Promise.resolve({ token: world.server.issue(), expiresIn: 100 }),
    })
    await world.until(auth.ensureLogin())
    answer = false
    await world.advance(60_000)
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
    expect([auth.state.status, world.history.logins()]).toEqual(['authenticated', 1])
  })
})

describe('login({ data }) brings what a tap brought', () => {
  const body = (world: World) => world.history.sends('/login').map(({ data }) => data)

  test('the path form posts it beside the code, an endpoint and a function get it; later logins do not', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.login({ data: { phoneCode: 'p' } }))
    await world.until(auth.login({ force: true }))
    expect(body(world)).toEqual([{ phoneCode: 'p', code: expect.any(String) }, { code: expect.any(String) }])

    await world.advance(2000)
    const given: unknown[] = []
    const other = world.auth({
      storage: { key: 'other' },
      login: {
        url: '/login',
        data: (code: string, more: unknown) => (given.push(more), { code }),
        parse: ({ data }) => data as { token: string },
      },
    })
    await world.until(other.login({ data: 'as it is' }))
    const third = world.auth({
      storage: { key: 'third' },
      login: ({ data }: LoginContext) => (given.push(data), Promise.resolve({ token: 't' })),
    })
    await world.until(third.ensureLogin())
    await world.until(third.login({ data: 7 }))
    expect(given).toEqual(['as it is', undefined, 7])
  })

  test('while a login is under way it is made next, alone; who waited for the first gets the first', async () => {
    const world = createWorld()
    const auth = world.auth()
    const first = auth.ensureLogin()
    await world.advance(5)
    const next = auth.login({ data: { name: '小明' } })
    const joining = auth.login()
    const [one, two, three] = await world.until(Promise.all([first, next, joining]))
    expect([one === two, three === one]).toEqual([false, true])
    expect(auth.session).toBe(two)
    expect(body(world).map((sent) => (sent as { name?: string }).name)).toEqual([undefined, '小明'])
  })

  test('it answers the question of `confirmLogin`, with its data', async () => {
    const { world, auth, questions } = withLoginPage()
    const waiting = outcomes([auth.request({ url: '/a' })])
    await world.advance(HOUR)
    await world.until(auth.login({ data: { phoneCode: 'p' } }))
    expect(await world.until(waiting)).toEqual([ok])
    expect(body(world)).toEqual([{ phoneCode: 'p', code: expect.any(String) }])
    expect(questions).toHaveLength(1)
  })

  test('behind a login that is ended by a logout it is not made', async () => {
    const world = createWorld()
    const auth = world.auth()
    const results = outcomes([auth.ensureLogin(), auth.login({ data: { name: 'n' } })])
    await world.advance(5)
    void auth.logout()
    expect(await world.until(results)).toEqual(Array(2).fill(refusal('LOGGED_OUT')))
    await world.advance(HOUR)
    expect(world.history.sends('/login').length).toBeLessThanOrEqual(1)
  })

  test('behind one that fails it is made all the same; refused, all who wait for it reject', async () => {
    const world = createWorld()
    world.script('login', { outcome: 'fail' })
    const auth = world.auth()
    const first = outcomes([auth.ensureLogin()])
    await world.advance(1)
    world.script('login', {})
    const restore = world.server.route('POST', '/login', () => ({ statusCode: 403 }))
    const next = auth.login({ data: { name: 'n' } })
    const results = await world.until(outcomes([next]))
    expect([await first, results]).toEqual([[refusal('WX_LOGIN_FAILED')], [refusal('LOGIN_REJECTED')]])
    restore()
  })

  test('what is no object cannot stand beside the code', async () => {
    const auth = createWorld().auth()
    await expect(auth.login({ data: 'p' })).rejects.toEqual(refusal('INVALID_OPTIONS'))
  })
})
