import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/world'

const interrupted = { errMsg: 'interrupted', errno: 600003 }

function setUp() {
  const world = createWorld()
  const shown: Array<() => void> = []
  world.wx.onAppShow = (listener) => void shown.push(listener)
  const comeBack = () => {
    // Shorter than the cooldown of 10 s, which must not hold it up.
    world.clock.jump(6000)
    shown.forEach((listener) => listener())
  }
  return { world, auth: world.auth(), comeBack, login: world.wx.login, request: world.wx.request }
}

describe('a login interrupted by the background ends, and after onAppShow the next one works at once', () => {
  test.each(['login', 'request'] as const)('wx.%s fails with interrupted', async (name) => {
    const { world, auth, comeBack, ...original } = setUp()
    world.wx[name] = (({ fail }: Parameters<typeof world.wx.login>[0]) =>
      world.clock.after(5000, () => fail?.({ ...interrupted, errMsg: `${name}:fail interrupted` }))) as never
    const [error] = await world.clock.until(outcomes([auth.ensureLogin()]))
    expect(error).toMatchObject({ name: 'AuthError', errno: 600003 })
    world.wx[name] = original[name] as never
    comeBack()
    await world.clock.until(auth.ensureLogin())
    expect(world.count('login')).toBe(name === 'login' ? 1 : 2)
  })

  test.each(['login', 'request'])('wx.%s never answers', async (name) => {
    const { world, auth, comeBack } = setUp()
    world.answers[name] = 'silent'
    const [error] = await world.clock.until(outcomes([auth.ensureLogin()]))
    expect(error).toMatchObject({ code: 'LOGIN_TIMEOUT' })
    world.answers[name] = 'success'
    comeBack()
    await world.clock.until(auth.ensureLogin())
    expect(auth.state.status).toBe('authenticated')
  })

  // Callbacks come when the app returns: the order of this one and onAppShow is not documented.
  test.each(['login', 'request'] as const)(
    'the interruption of wx.%s is told only after onAppShow',
    async (name) => {
      const { world, auth, comeBack, ...original } = setUp()
      let interrupt!: () => void
      world.wx[name] = (({ fail }: Parameters<typeof world.wx.login>[0]) =>
        (interrupt = () => fail?.({ ...interrupted, errMsg: `${name}:fail interrupted` }))) as never
      const waiting = outcomes([auth.ensureLogin()])
      await world.clock.advance(15)
      comeBack()
      interrupt()
      expect(await world.clock.until(waiting)).toMatchObject([{ name: 'AuthError' }])
      world.wx[name] = original[name] as never
      await world.clock.until(auth.ensureLogin())
      expect(auth.state.status).toBe('authenticated')
    },
  )
})
