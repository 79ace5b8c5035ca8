import { describe, expect, test } from '@jest/globals'
import { withLogin } from '../../src/buttons'
import { refusal, setUp } from './support'

describe('a handler wrapped by withLogin', () => {
  test('runs at once, with this, the event and its result, when the user is logged in', async () => {
    const { auth } = await setUp()
    const page = { name: 'orders' }
    const event = { detail: {}, currentTarget: { dataset: { id: '7' } } }
    const handler = withLogin(auth, function (this: typeof page, given: typeof event) {
      return [this, given]
    })
    expect(handler.call(page, event)).toEqual([page, event])
  })

  test('keeps the tap’s gesture when the user is logged in', async () => {
    const { world, auth } = await setUp()
    const handler = withLogin(auth, () => world.wx.openSetting({}))
    await expect(world.until(Promise.resolve(world.tap(() => handler.call(undefined, {}))))).resolves.toEqual(
      expect.objectContaining({ authSetting: {} }),
    )
  })

  test('the gesture can be lost: behind a promise openSetting fails', async () => {
    const { world, auth } = await setUp()
    const naive = () => auth.ensureLogin().then(() => world.wx.openSetting({}))
    await expect(world.until(world.tap(naive))).rejects.toEqual(
      expect.objectContaining({ errMsg: expect.stringContaining('TAP gesture') }),
    )
  })

  test('logs in first when he is not, also after a logout', async () => {
    const { world, auth } = await setUp()
    await world.until(auth.logout())
    const handler = withLogin(auth, () => auth.session?.token)
    expect(await world.until(Promise.resolve(handler.call(undefined, {})))).toBe('token-2')
    expect(world.history.logins()).toBe(1)
  })

  test('ignores a second tap on the same page while the first is at work, and takes the next', async () => {
    const { world, auth } = await setUp({}, false)
    let runs = 0
    const handler = withLogin(auth, async () => {
      runs++
      await auth.request({ url: '/order', method: 'POST' })
    })
    const page = {}
    const first = handler.call(page, {})
    expect(handler.call(page, {})).toBeUndefined()
    await world.until(Promise.resolve(first))
    expect(runs).toBe(1)
    await world.until(Promise.resolve(handler.call(page, {})))
    expect(runs).toBe(2)
  })

  test('two pages do not stand in each other’s way, and share the login', async () => {
    const { world, auth } = await setUp({}, false)
    const pages = [{}, {}]
    const seen: unknown[] = []
    const handler = withLogin(auth, function (this: unknown) {
      seen.push(this)
    })
    await world.until(Promise.all(pages.map((page) => Promise.resolve(handler.call(page, {})))))
    expect(seen).toEqual(pages)
    expect(world.history.logins()).toBe(1)
  })

  test('a login that fails is told to onError with the page, and the next tap tries again', async () => {
    const { world, auth, warnings } = await setUp({}, false)
    world.script('login', { outcome: 'fail', times: 1, errno: 1402101 })
    const told: unknown[] = []
    const page = {}
    let runs = 0
    const handler = withLogin(
      auth,
      () => {
        runs++
      },
      {
        onError(error, event) {
          told.push([this, error, event])
        },
      },
    )
    await world.until(Promise.resolve(handler.call(page, { n: 1 })))
    expect(told).toEqual([[page, refusal('WX_LOGIN_FAILED'), { n: 1 }]])
    expect([runs, warnings]).toEqual([0, []])
    await world.until(Promise.resolve(handler.call(page, { n: 2 })))
    expect(runs).toBe(1)
  })

  test('without onError a failed login is a warning, and never an unhandled rejection', async () => {
    const { world, auth, warnings } = await setUp({}, false)
    world.script('login', { outcome: 'fail', errno: 1402101 })
    const handler = withLogin(auth, () => undefined)
    await expect(world.until(Promise.resolve(handler.call(undefined, {})))).resolves.toBeUndefined()
    expect(warnings).toEqual(['WX_LOGIN_FAILED'])
  })

  test('what the handler throws is its own, and does not lock the button', async () => {
    const { auth } = await setUp()
    const handler = withLogin(auth, () => {
      throw new Error('mine')
    })
    expect(() => handler.call(undefined, {})).toThrow('mine')
    expect(() => handler.call(undefined, {})).toThrow('mine')
  })
})

describe('confirmLogin', () => {
  test('one question for all who wait, before wx.login', async () => {
    const reasons: string[] = []
    let agree: ((yes: boolean) => void) | undefined
    const { world, auth } = await setUp(
      {
        confirmLogin: (reason) => {
          reasons.push(reason)
          return new Promise((resolve) => (agree = resolve))
        },
      },
      false,
    )
    const waiting = [auth.ensureLogin(), auth.request({ url: '/a' }), auth.request({ url: '/b' })]
    // The user takes longer than a login may.
    await world.advance(60_000)
    expect([reasons, world.history.logins()]).toEqual([['missing'], 0])
    agree?.(true)
    await world.until(Promise.all(waiting))
    expect(world.history.logins()).toBe(1)
  })

  test('a refusal rejects all with USER_DENIED, and does not ask again at once', async () => {
    let questions = 0
    const { world, auth } = await setUp({ confirmLogin: () => Promise.resolve(++questions > 1) }, false)
    const outcomes = await world.until(Promise.allSettled([auth.ensureLogin(), auth.request({ url: '/a' })]))
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as unknown))).toEqual(
      Array(2).fill(refusal('USER_DENIED')),
    )
    await expect(world.until(auth.ensureLogin())).rejects.toEqual(refusal('USER_DENIED'))
    expect(questions).toBe(1)
    await world.until(auth.login())
    expect([questions, world.history.logins()]).toEqual([1, 1])
  })

  test('one that fails is LOGIN_REJECTED with the failure as cause', async () => {
    const cause = new Error('no dialog')
    const { world, auth } = await setUp({ confirmLogin: () => Promise.reject(cause) }, false)
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGIN_REJECTED', cause })
  })

  test('a logout while the question is open ends the wait', async () => {
    const { world, auth } = await setUp({ confirmLogin: () => new Promise(() => undefined) }, false)
    const waiting = auth.ensureLogin()
    waiting.catch(() => undefined)
    await world.advance(100)
    await world.until(auth.logout())
    await expect(world.until(waiting)).rejects.toEqual(refusal('LOGGED_OUT'))
  })
})
