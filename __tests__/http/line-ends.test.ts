import { describe, expect, test } from '@jest/globals'
import { loggedIn } from '../support/logged-in'
import { outcomes, type World } from '../support/phone'

type Auth = ReturnType<World['auth']>

/** 30 requests, of which so many are on their way when it happens. */
async function inLine(maxConcurrent: number) {
  const { world, auth } = await loggedIn({ maxConcurrent }, { latency: 100 })
  const tasks = outcomes(Array.from({ length: 30 }, (_, index) => auth.request({ url: `/${index}` })))
  await world.advance(20)
  return { world, auth, tasks, sent: world.history.sends().length }
}

describe.each<[string, string, (auth: Auth) => unknown]>([
  ['a logout', 'LOGGED_OUT', (auth) => auth.logout()],
  ['another session', 'SESSION_CHANGED', (auth) => auth.setSession({ token: 'another' }, { wechat: true })],
  ['destroy', 'ABORTED', (auth) => auth.destroy()],
])('%s', (_, code, end) => {
  test.each([1, 10])(
    'ends what stands in line behind %i: none of it is sent for the former user',
    async (limit) => {
      const { world, auth, tasks, sent } = await inLine(limit)
      expect(sent).toBe(limit)
      void end(auth)
      expect(world.history.count('request')).toBe(limit)
      expect(await world.until(tasks)).toEqual(Array(30).fill(expect.objectContaining({ code })))
      await world.advance(1000)
      expect(world.history.count('request')).toBe(limit)
      expect(world.server.count()).toBe(0)
    },
  )

  test('leaves the line in order: the next 30 are sent, ten at a time', async () => {
    const { world, auth, tasks } = await inLine(10)
    void end(auth)
    await world.until(tasks)
    const next = code === 'ABORTED' ? world.auth() : auth
    if (code === 'LOGGED_OUT') await world.until(auth.login())
    if (code === 'SESSION_CHANGED') void auth.setSession({ token: world.server.issue() }, { wechat: true })
    world.history.clear()
    const later = Array.from({ length: 30 }, (__, index) => next.request({ url: `/later/${index}` }))
    expect(await world.until(outcomes(later))).toMatchObject(Array(30).fill({ statusCode: 200 }))
    expect(world.history.sends('/later')).toHaveLength(30)
    expect(world.history.maxInFlight).toBeLessThanOrEqual(10)
  })
})
