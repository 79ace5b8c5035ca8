import { describe, expect, test } from '@jest/globals'
import { createWorld } from '../support/world'

describe('two instances with the same key', () => {
  test('share one session and one login', async () => {
    const world = createWorld()
    const [main, sub] = [world.auth(), world.auth()]
    await world.clock.until(Promise.all([main.ensureLogin(), sub.request({ url: '/orders' })]))
    expect(world.count('login')).toBe(1)
    expect(world.history.filter((step) => step.type === 'storage' && step.action === 'get')).toHaveLength(1)
    expect(sub.session).toBe(main.session)
  })

  test('log out together, and both are told', async () => {
    const world = createWorld()
    const [main, sub] = [world.auth(), world.auth()]
    await world.clock.until(main.ensureLogin())
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
    await world.clock.until(world.auth().request({ url: '/a' }))
    await world.clock.until(sub.request({ url: '/b' }))
    expect(world.sends('/b')[0]?.request.header).toEqual({ Cookie: 'sid=token-1' })
  })
})

test('another key, and storage: false, is another session', async () => {
  const world = createWorld()
  const sessions = [world.auth(), world.auth({ storage: { key: 'admin' } }), world.auth({ storage: false })]
  await world.clock.until(Promise.all(sessions.map((auth) => auth.ensureLogin())))
  expect(world.count('login')).toBe(3)
})

test('a wx that takes no property leaves each to itself, and both work', async () => {
  const world = createWorld()
  world.wx = Object.freeze({ ...world.wx })
  await world.clock.until(Promise.all([world.auth().ensureLogin(), world.auth().ensureLogin()]))
  expect(world.count('login')).toBe(2)
})

test('nothing of it shows on wx', () => {
  const world = createWorld()
  const before = Object.keys(world.wx)
  world.auth()
  expect(Object.keys(world.wx)).toEqual(before)
})
