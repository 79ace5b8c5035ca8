import { describe, expect, test } from '@jest/globals'
import type { Auth } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'

/** What ends the generation, and who is there after it. */
const ENDS: Array<[name: string, end: (auth: Auth) => unknown, status: string, token: string | null]> = [
  ['logout()', (auth) => auth.logout(), 'loggedOut', null],
  ['setSession()', (auth) => auth.setSession({ token: 'token-of-B' }), 'authenticated', 'token-of-B'],
]

describe('a callback that the end of the former user calls is in the time of the next', () => {
  test.each(ENDS)(
    '%s: it sees who is there now, and sends nothing as the former',
    async (_, end, status, token) => {
      const world = createWorld({ server: { publicPaths: ['/b'] } })
      const auth = world.auth()
      await world.until(auth.ensureLogin())
      const seen: unknown[] = []
      void auth.request({
        url: '/a',
        fail() {
          seen.push(auth.generation, auth.state.status, auth.session?.token ?? null)
          void outcomes([auth.request({ url: '/b' })])
        },
      })
      void end(auth)
      expect(seen).toEqual([1, status, token])
      await world.advance(1000)
      expect(world.history.sends('/b').map((send) => send.token)).toEqual(token ? [token] : [])
    },
  )

  test('an account that the server has thrown out: it sees that nobody is logged in', async () => {
    const world = createWorld({ server: { publicPaths: ['/b'] } })
    const auth = world.auth()
    await world.until(auth.setSession({ token: world.server.issue('B') }))
    const seen: unknown[] = []
    void auth.request({
      url: '/a',
      fail() {
        seen.push(auth.generation, auth.state)
        void outcomes([auth.request({ url: '/b' })])
      },
    })
    world.server.expireAll()
    await world.advance(1000)
    expect(seen).toEqual([2, { status: 'loggedOut', reason: 'ended' }])
    expect(world.history.sends('/b')).toEqual([])
  })

  test('login({ force: true }) in place of another account: it sees the WeChat user', async () => {
    const world = createWorld({ latency: ({ options: { url = '' } }) => (url.endsWith('/a') ? 500 : 10) })
    const auth = world.auth<{ name: string }>()
    await world.until(auth.setSession({ token: world.server.issue('B'), user: { name: 'B' } }))
    const seen: unknown[] = []
    void auth.request({
      url: '/a',
      fail() {
        seen.push(auth.generation, auth.session?.user?.name)
        void auth.request({ url: '/b' })
      },
    })
    const { token } = await world.until(auth.login({ force: true }))
    expect(seen).toEqual([2, '小明'])
    await world.advance(1000)
    expect(world.history.sends('/b').map((send) => send.token)).toEqual([token])
  })

  test('it may log the next user in: that holds, and listeners hear of both in order', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    const heard: string[] = []
    auth.subscribe(({ status }, previous) => heard.push(`${previous.status} → ${status}`))
    auth.on('logout', () => heard.push('logout'))
    void auth.request({ url: '/a', fail: () => void auth.setSession({ token: 'token-of-B' }) })
    await world.until(auth.logout())
    expect([auth.state.status, auth.session?.token, auth.generation]).toEqual([
      'authenticated',
      'token-of-B',
      2,
    ])
    expect(heard).toEqual(['authenticated → loggedOut', 'logout', 'loggedOut → authenticated'])
    await world.advance(100)
    world.restart()
    expect((await world.until(world.auth().ensureLogin())).token).toBe('token-of-B')
  })
})
