import { describe, expect, test } from '@jest/globals'
import type { AuthOptions, Grant } from '../../src/index'
import { createWorld, type World } from '../support/phone'

const MINUTE = 60_000

/** A session of an hour, half a minute before its end. */
async function due(renew: (world: World) => AuthOptions['renew'] = viaServer) {
  const world = createWorld({ server: { refreshTokens: true, expiresIn: 3600 } })
  const auth = world.auth({ renew: renew(world), cooldown: 10_000 })
  await world.until(auth.ensureLogin())
  await world.advance(59.5 * MINUTE)
  const counts = () => [world.history.logins(), world.history.sends('/refresh').length]
  return { world, auth, counts }
}

function viaServer(): AuthOptions['renew'] {
  return async ({ refreshToken, send }) =>
    (await send({ url: '/refresh', method: 'POST', data: { refreshToken } })).data as Grant
}

test('a refresh token whose answer comes after the time-out is not sent again', async () => {
  const sent: string[] = []
  const { world, auth } = await due((slow) => ({ refreshToken }) => {
    sent.push(refreshToken)
    const grant: Grant = { token: slow.server.issue(), expiresIn: 3600 }
    return new Promise((resolve) => void slow.clock.after(16_000, () => resolve(grant)))
  })
  expect((await world.until(auth.ensureLogin())).token).toBe('token-1')
  await world.advance(10_000)
  await world.until(auth.ensureLogin())
  expect(sent).toEqual(['refresh-1'])
  expect(world.history.logins()).toBe(2)
})

test('a function that gives the same refresh token each time is asked each time', async () => {
  let calls = 0
  const { world, auth } = await due((good) => () => {
    calls++
    return Promise.resolve({ token: good.server.issue(), expiresIn: 3600 })
  })
  await world.until(auth.ensureLogin())
  await world.advance(59.5 * MINUTE)
  await world.until(auth.ensureLogin())
  expect([calls, world.history.logins()]).toEqual([2, 1])
})

describe('while the session is good, a renewal that comes to nothing', () => {
  test('because the server is not up to it is tried again after the cooldown, with the same token', async () => {
    const { world, auth, counts } = await due()
    const restore = world.server.route('POST', '/refresh', () => ({ statusCode: 503 }))
    expect((await world.until(auth.ensureLogin())).token).toBe('token-1')
    restore()
    await world.advance(10_000)
    expect((await world.until(auth.ensureLogin())).token).toBe('token-2')
    expect(counts()).toEqual([1, 2])
  })

  test('because there is no network is no reason for a login', async () => {
    const { world, auth, counts } = await due()
    world.script('request', { outcome: 'fail', errno: 600001 })
    expect((await world.until(auth.ensureLogin())).token).toBe('token-1')
    expect(counts()).toEqual([1, 1])
  })

  test('because the server refuses is followed by a login', async () => {
    const { world, auth, counts } = await due()
    world.server.route('POST', '/refresh', () => ({ statusCode: 400 }))
    expect((await world.until(auth.ensureLogin())).token).toBe('token-2')
    expect(counts()).toEqual([2, 1])
  })

  test('because another session was set leaves what is known of the session_key', async () => {
    const { world, auth } = await due()
    await world.until(auth.checkSession())
    const renewal = auth.ensureLogin()
    await world.advance(5)
    void auth.setSession({ token: 'token-7' }, { wechat: true })
    await expect(world.until(renewal)).rejects.toMatchObject({ code: 'SESSION_CHANGED' })
    await world.until(auth.checkSession())
    expect(world.history.count('checkSession')).toBe(1)
  })
})
