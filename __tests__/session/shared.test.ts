import { describe, expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'

describe('two instances with the same key', () => {
  test('share one session and one login', async () => {
    const world = createWorld()
    const [main, sub] = [world.auth(), world.auth()]
    await world.until(Promise.all([main.ensureLogin(), sub.request({ url: '/orders' })]))
    expect(world.history.logins()).toBe(1)
    expect(world.history.count('getStorage')).toBe(1)
    expect(sub.session).toBe(main.session)
  })

  test('log out together, and both are told', async () => {
    const world = createWorld()
    const [main, sub] = [world.auth(), world.auth()]
    await world.until(main.ensureLogin())
    let told = 0
    sub.on('logout', () => told++)
    const request = sub.request({ url: '/orders' })
    void main.logout()
    await expect(request).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    expect(sub.state.status).toBe('loggedOut')
    expect(told).toBe(1)
  })

  test('have request options of their own', async () => {
    const world = createWorld()
    const sub = world.auth({ token: { cookie: 'sid' } })
    await world.until(world.auth().request({ url: '/public/a' }))
    await world.until(sub.request({ url: '/public/b' }))
    expect(world.history.sends('/public').map(({ header }) => header)).toEqual([
      { Authorization: 'Bearer token-1' },
      { Cookie: 'sid=token-1' },
    ])
  })
})

test('another key, and storage: false, is another session', async () => {
  const world = createWorld()
  const sessions = [world.auth(), world.auth({ storage: { key: 'admin' } }), world.auth({ storage: false })]
  await world.until(Promise.all(sessions.map((auth) => auth.ensureLogin())))
  expect(world.history.logins()).toBe(3)
})

test('a wx that takes no property leaves each to itself, and both work', async () => {
  const world = createWorld()
  const wx = Object.freeze({ ...world.wx })
  await world.until(Promise.all([world.auth({ wx }).ensureLogin(), world.auth({ wx }).ensureLogin()]))
  expect(world.history.logins()).toBe(2)
})

test('nothing of it shows on wx', () => {
  const world = createWorld()
  const before = Object.keys(world.wx)
  world.auth()
  expect(Object.keys(world.wx)).toEqual(before)
})
