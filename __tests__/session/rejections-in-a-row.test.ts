import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'

/** A session of which nothing has been accepted, after one that the server rejected. */
async function afterOneRejection() {
  const world = createWorld()
  // No `Date`: times are the device's, to the millisecond.
  world.script('request', { result: { header: {} } })
  const auth = world.auth({ cooldown: 10_000 })
  const reject = async () => {
    const restore = world.server.route('/orders', () => ({ statusCode: 401 }))
    await world.until(outcomes([auth.request({ url: '/orders', replay: false })]))
    restore()
  }
  await reject()
  return { world, auth, reject }
}

describe('a second session in a row that the server rejects at once', () => {
  test('leads to no login, and the request is not sent again', async () => {
    const { world, auth } = await afterOneRejection()
    world.server.route('/orders', () => ({ statusCode: 401 }))
    world.history.clear()
    await expect(world.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
      code: 'SESSION_REJECTED',
    })
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends('/orders')).toHaveLength(1)
  })

  // The answer comes 10 ms later.
  test.each([
    [9_989, 'SESSION_REJECTED'],
    [9_990, undefined],
  ])('is new for as long as a cooldown: %i ms', async (age, code) => {
    const { world, auth } = await afterOneRejection()
    await world.until(auth.ensureLogin())
    await world.advance(age)
    world.server.expireAll()
    const [result] = await world.until(outcomes([auth.request({ url: '/orders' })]))
    expect(result).toMatchObject(code ? { code } : { statusCode: 200 })
  })
})

test('a session is not new that began long after now, by a clock that was set back meanwhile', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.ensureLogin())
  world.server.expireAll()
  await world.until(outcomes([auth.request({ url: '/orders', replay: false })]))
  await world.until(auth.ensureLogin())
  await world.advance(60_000)
  world.jump(-3_600_000)
  world.server.expireAll()
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({ statusCode: 200 })
})

test('a session is new also where the clock was set back by a little', async () => {
  const { world, auth } = await afterOneRejection()
  await world.until(auth.ensureLogin())
  world.jump(-1000)
  world.server.expireAll()
  await expect(world.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
    code: 'SESSION_REJECTED',
  })
})

describe('a session that was accepted', () => {
  test('and then ends is no strike', async () => {
    const world = createWorld()
    const auth = world.auth()
    const reject = () => {
      world.server.expireAll()
      return world.until(outcomes([auth.request({ url: '/orders', replay: false })]))
    }
    await world.until(auth.request({ url: '/orders' }))
    await reject()
    await world.until(auth.ensureLogin())
    world.server.expireAll()
    await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({ statusCode: 200 })
    expect(world.history.logins()).toBe(3)
  })

  test('does not speak for those after it, however late its answer comes', async () => {
    const { world, auth, reject } = await afterOneRejection()
    await world.until(auth.request({ url: '/orders' }))
    world.script('request', { url: '/public/slow', latency: 3000, result: { header: {} } })
    const slow = auth.request({ url: '/public/slow', auth: 'required' })
    await reject()
    await reject()
    await world.until(slow)
    const logins = world.history.logins()
    await world.until(auth.ensureLogin())
    world.server.expireAll()
    await expect(world.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
      code: 'SESSION_REJECTED',
    })
    expect(world.history.logins()).toBe(logins)
  })
})

describe('one session for a user, and two devices: each poll ends the other’s', () => {
  test('sixty polls lead to one login in a cooldown; the app is warned, and those who wait are told when', async () => {
    const world = createWorld()
    const auth = world.auth({ cooldown: 10_000 })
    const warnings: Array<[string, unknown]> = []
    auth.on('warning', ({ code, retryAt }) => warnings.push([code, retryAt]))
    const refused: unknown[] = []
    for (let poll = 0; poll < 60; poll++) {
      const [result] = await world.until(outcomes([auth.request({ url: '/orders' })]))
      if ((result as { code?: string }).code) refused.push(result)
      // The other device logs in.
      world.server.expireAll()
      await world.advance(1000)
    }
    // The first, two more that were bad luck, and one for each cooldown of a minute.
    expect(world.history.logins()).toBeLessThanOrEqual(3 + 6)
    expect(refused.length).toBeGreaterThan(40)
    expect(refused[0]).toMatchObject({ code: 'SESSION_REJECTED', retryAt: expect.any(Number) })
    expect(warnings.length).toBeLessThanOrEqual(6)
    expect(warnings[0]).toEqual(['SESSION_REJECTED', expect.any(Number)])
  })
})
