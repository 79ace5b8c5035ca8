import { describe, expect, test } from '@jest/globals'
import { loggedIn } from './support/logged-in'
import { outcomes } from './support/phone'

describe('invalidate', () => {
  async function withEvents() {
    const { world, auth } = await loggedIn()
    const expired: string[] = []
    auth.on('expired', ({ session }) => expired.push(session.token))
    return { world, auth, expired }
  }
  const token = ({ header }: { header?: Record<string, string> }) => header?.Authorization

  test('ends the present session: the next who needs one logs in, and there is one event', async () => {
    const { world, auth, expired } = await withEvents()
    auth.invalidate('token-1')
    expect(auth.session).toBeNull()
    expect(expired).toEqual(['token-1'])
    await world.advance(1000)
    expect(world.history.logins()).toBe(0)
    expect(token(await world.until(auth.attach({ url: '/x' })))).toBe('Bearer token-2')
    expect(expired).toEqual(['token-1'])
  })

  test('a token that is not the present one changes nothing: somebody else has told before', async () => {
    const { world, auth, expired } = await withEvents()
    auth.invalidate('token-1')
    // The new one has proved itself: nothing but the token keeps it.
    await world.until(auth.request({ url: '/x' }))
    await world.advance(60_000)
    for (const old of ['token-1', 'token-0', '', undefined]) auth.invalidate(old as never)
    expect(auth.session?.token).toBe('token-2')
    expect(expired).toEqual(['token-1'])
    await world.until(auth.attach({ url: '/x' }))
    expect(world.history.logins()).toBe(1)
  })

  test('ten requests of another client that find out at once are one login', async () => {
    const { world, auth, expired } = await withEvents()
    world.server.expireAll()
    /** As a client with an interceptor does it. */
    const send = async (url: string) => {
      const attach = () => auth.attach({ url })
      const call = (request: object) =>
        new Promise<{ statusCode: number }>((success) =>
          world.wx.request({ ...(request as { url: string }), success }),
        )
      const request = await attach()
      const response = await call(request)
      if (response.statusCode !== 401) return response.statusCode
      auth.invalidate(String(token(request)).slice('Bearer '.length))
      return (await call(await attach())).statusCode
    }
    const all = Array.from({ length: 10 }, (_, index) => send(`/${index}`))
    expect(await world.until(Promise.all(all))).toEqual(Array(10).fill(200))
    expect(world.history.logins()).toBe(1)
    expect(expired).toEqual(['token-1'])
  })

  test('goes together with the rejections that our own requests hear of', async () => {
    const { world, auth, expired } = await withEvents()
    world.server.expireAll()
    const requests = [auth.request({ url: '/a' }), auth.request({ url: '/b' })]
    await world.advance(5)
    auth.invalidate('token-1')
    expect(await world.until(outcomes(requests))).toMatchObject([{ statusCode: 200 }, { statusCode: 200 }])
    expect(world.history.logins()).toBe(1)
    expect(expired).toEqual(['token-1'])
  })

  test('of a session that is new each time, it does not become a login each time', async () => {
    const { world, auth } = await withEvents()
    for (let round = 0; round < 10; round++) {
      const { token: present } = await world.until(auth.ensureLogin())
      auth.invalidate(present)
      await world.advance(100)
    }
    expect(world.history.logins()).toBeLessThanOrEqual(2)
  })

  test('during a login, and after a logout, it changes nothing', async () => {
    const { world, auth, expired } = await withEvents()
    const renewing = auth.login({ force: true })
    await world.advance(5)
    expect(auth.state.status).toBe('loggingIn')
    auth.invalidate('token-1')
    await expect(world.until(renewing)).resolves.toMatchObject({ token: 'token-2' })
    expect(world.history.logins()).toBe(1)
    void auth.logout()
    auth.invalidate('token-2')
    expect(auth.state.status).toBe('loggedOut')
    expect(expired).toEqual(['token-1'])
  })
})
