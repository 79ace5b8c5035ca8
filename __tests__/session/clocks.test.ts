import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { loggedIn } from '../support/logged-in'

// A session is judged by the clock that it was dated by: what is learnt of the server's time since then is for the next.

const HOUR = 3_600_000

test('a rejection that waited an hour in a frozen app does not make the dead session good', async () => {
  const { world, auth } = await loggedIn({}, { suspendAfter: 5, interruptAfter: Infinity })
  world.server.expiresIn = 600
  await world.until(auth.login({ force: true }))
  await world.advance(20_000)
  world.server.expireAll()
  world.script('request', { url: '/slow', latency: 200, times: 1 })
  const done = outcomes([auth.request({ url: '/slow' }), auth.request({ url: '/fast' })])
  await world.advance(60)
  world.app.hide()
  await world.advance(HOUR)
  world.app.show()
  expect(await world.until(done)).toMatchObject([{ statusCode: 200 }, { statusCode: 200 }])
})

describe('another origin whose clock is ahead', () => {
  const files = 'https://files.example.com'

  async function withFiles(ahead: number) {
    const { world, auth } = await loggedIn({ trustedOrigins: [files] })
    world.server.expiresIn = 7200
    await world.until(auth.login({ force: true }))
    await world.advance(20_000)
    world.history.clear()
    world.server.publicPaths.push(/^\/f/)
    const header = () => ({ Date: new Date(world.clock.now() + ahead).toUTCString() })
    return { world, auth, header }
  }

  test('late rejections of one token: one login', async () => {
    const { world, auth, header } = await withFiles(8 * HOUR)
    world.server.expireAll()
    world.server.route(/^\/f/, ({ openid }) => ({
      statusCode: openid === null ? 401 : 200,
      header: header(),
    }))
    let count = 0
    world.script('request', { url: files, latency: () => 10 + (count++ % 5) * 200 })
    const requests = [0, 1, 2, 3, 4].map((i) => auth.request({ url: `${files}/f${i}` }))
    const results = await world.until(outcomes(requests))
    expect(results).toMatchObject(requests.map(() => ({ statusCode: 200 })))
    expect(world.history.logins()).toBe(1)
  })

  test('that rejects whatever it is sent: two logins, and no more in a cooldown', async () => {
    const { world, auth, header } = await withFiles(15_000)
    world.server.route(/^\/f/, () => ({ statusCode: 401, header: header() }))
    for (let i = 0; i < 20; i++)
      await world.until(outcomes([auth.request({ url: `${files}/f${i}`, replay: false })]))
    expect(world.history.logins()).toBeLessThanOrEqual(2)
  })
})

describe('a session that the app has set remains the user’s', () => {
  test('whatever the answer to the logout before it tells', async () => {
    const world = createWorld({ server: { skew: 2 * HOUR } })
    world.server.route('/x', ({ openid }) => ({ data: openid }))
    const auth = world.auth({ logout: '/logout' })
    await world.until(
      auth.setSession({ token: world.server.issue('one'), expiresIn: 3600 }, { wechat: true }),
    )
    void auth.logout()
    void auth.setSession({ token: world.server.issue('another'), expiresIn: 3600 }, { wechat: true })
    await world.advance(1000)
    expect(await world.until(auth.request({ url: '/x' }))).toMatchObject({ data: 'another' })
  })

  test('whatever a login that fails tells', async () => {
    const world = createWorld({ server: { skew: 2 * HOUR } })
    world.server.route('/x', ({ openid }) => ({ data: openid }))
    const auth = world.auth()
    await world.until(
      auth.setSession({ token: world.server.issue('another'), expiresIn: 3600 }, { wechat: true }),
    )
    const mend = world.server.route('POST', '/login', () => ({ statusCode: 503 }))
    expect(await world.until(outcomes([auth.login({ force: true })]))).toMatchObject([
      { code: 'SERVER_UNAVAILABLE' },
    ])
    mend()
    await world.advance(60_000)
    expect(await world.until(auth.request({ url: '/x' }))).toMatchObject({ data: 'another' })
  })

  test('whatever clock was stored with the session before it', async () => {
    const world = createWorld({ server: { skew: HOUR } })
    world.server.route('/x', ({ openid }) => ({ data: openid }))
    await world.until(world.auth().ensureLogin())
    await world.advance(100)
    world.restart()
    const auth = world.auth()
    void auth.setSession({ token: world.server.issue('another'), expiresIn: 1800 }, { wechat: true })
    await world.advance(100)
    expect(await world.until(auth.request({ url: '/x' }))).toMatchObject({ data: 'another' })
  })
})
