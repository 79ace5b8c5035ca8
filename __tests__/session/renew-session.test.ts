import { describe, expect, test } from '@jest/globals'
import type { Middleware } from '../../src/index'
import { ok, refusal } from '../http/support'
import { createWorld, outcomes } from '../support/phone'

async function loggedIn(use: Middleware[] = []) {
  const world = createWorld()
  const auth = world.auth<{ name: string }>({ use })
  await world.until(
    auth.setSession({
      token: world.server.issue(),
      refreshToken: 'r',
      expiresIn: 60,
      user: { name: '小红' },
    }),
  )
  world.history.clear()
  return { world, auth }
}

describe('renewSession() takes the same user’s next token', () => {
  test('before it returns, and over a restart; nothing under way is disturbed', async () => {
    const { world, auth } = await loggedIn()
    const { generation } = auth
    world.script('request', { url: '/orders', latency: 500 })
    const sent = auth.request({ url: '/orders' })
    await world.advance(10)
    const token = world.server.issue()
    const done = auth.renewSession({ token })
    expect(auth.session).toMatchObject({ token, refreshToken: 'r', user: { name: '小红' } })
    expect(auth.session?.expiresAt).toBeUndefined()
    await world.until(done)
    expect([await world.until(sent), auth.generation]).toEqual([ok, generation])
    world.restart()
    expect((await world.until(world.auth().ensureLogin())).token).toBe(token)
    expect(world.history.logins()).toBe(0)
  })

  test('during a login it is used until that has ended', async () => {
    const { world, auth } = await loggedIn()
    const login = auth.login({ force: true })
    await world.advance(5)
    await world.until(auth.renewSession({ token: 'next' }))
    expect(auth.session?.token).toBe('next')
    const session = await world.until(login)
    expect(auth.session).toBe(session)
  })

  test('from an answer, by middleware: the answer is given, and the next request carries it', async () => {
    const { world, auth } = await loggedIn([
      async (request, next) => {
        const { generation } = request
        const response = await next(request)
        const { token } = response.data as { token?: string }
        if (token) await auth.renewSession({ token }, { generation })
        return response
      },
    ])
    const token = world.server.issue()
    world.server.route('/orders', () => ({ data: { token } }))
    expect(await world.until(auth.request({ url: '/orders', method: 'POST' }))).toMatchObject({
      data: { token },
    })
    await world.until(auth.request({ url: '/next' }))
    expect(world.history.sends('/next').map((sent) => sent.token)).toEqual([token])
  })

  test('a generation that is over is SESSION_CHANGED, and the token nobody’s', async () => {
    const { auth } = await loggedIn()
    const { generation } = auth
    void auth.setSession({ token: 'of another' })
    await expect(auth.renewSession({ token: 'late' }, { generation })).rejects.toEqual(
      refusal('SESSION_CHANGED'),
    )
    expect(auth.session?.token).toBe('of another')
  })

  test('with nobody logged in it is LOGGED_OUT', async () => {
    const { auth } = await loggedIn()
    void auth.logout()
    await expect(auth.renewSession({ token: 'late' })).rejects.toEqual(refusal('LOGGED_OUT'))
  })

  test.each([
    [{ token: '' }, {}],
    [{ token: 't' }, { generation: '1' }],
    [{ token: 't' }, { generations: 1 }],
  ])('%j, %j is INVALID_OPTIONS', async (grant, options) => {
    const { auth } = await loggedIn()
    const [error] = await outcomes([auth.renewSession(grant, options as never)])
    expect(error).toEqual(refusal('INVALID_OPTIONS'))
  })
})
