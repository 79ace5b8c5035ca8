import { describe, expect, test } from '@jest/globals'
import { loggedIn } from '../support/logged-in'
import { outcomes } from '../support/phone'
import { ends, ok, paths, refusal } from './support'

/** Where an interruption is heard of before the app freezes. */
const EARLY = { interruptAfter: 5000, suspendAfter: 20_000 }

describe('who waits for the app to be shown', () => {
  async function waiting() {
    const { world, auth } = await loggedIn({}, EARLY)
    world.script('request', { latency: 60_000, times: 1 })
    const result = outcomes([auth.request({ url: '/orders' })])
    world.app.hide()
    await world.advance(6000)
    expect(ends(world)).toEqual(['request:fail interrupted'])
    return { world, auth, result }
  }

  test.each(['LOGGED_OUT', 'SESSION_CHANGED', 'ABORTED'])(
    'is ended by what ends a session: %s',
    async (code) => {
      const { world, auth, result } = await waiting()
      if (code === 'LOGGED_OUT') void auth.logout()
      if (code === 'SESSION_CHANGED') void auth.setSession({ token: world.server.issue() }, { wechat: true })
      if (code === 'ABORTED') auth.destroy()
      expect(await result).toEqual([refusal(code)])
      world.app.show()
      await world.advance(60_000)
      expect(paths(world)).toEqual(['/orders'])
    },
  )

  test('takes no place in line, and no timer', async () => {
    const { world, result } = await waiting()
    expect(world.clock.pending).toBe(0)
    world.app.show()
    expect(await world.until(result)).toEqual([ok])
  })

  test('waits also when it came in the background, where the platform would refuse it: it is not sent before', async () => {
    const { world, auth, result } = await waiting()
    const late = outcomes([auth.request({ url: '/late' }), auth.request({ url: '/post', method: 'POST' })])
    await world.advance(100)
    expect(paths(world)).toEqual(['/orders'])
    world.app.show()
    expect(await world.until(late)).toEqual([ok, ok])
    expect(await world.until(result)).toEqual([ok])
    expect(paths(world)).toEqual(['/orders', '/orders', '/late', '/post'])
  })
})

test('a plugin is not told when the app is shown: its requests reject', async () => {
  const { world, auth } = await loggedIn({}, { plugin: true, ...EARLY })
  world.script('request', { latency: 60_000, times: 1 })
  const result = outcomes([auth.request({ url: '/orders' })])
  world.app.hide()
  await world.advance(6000)
  expect(await result).toEqual([refusal('INTERRUPTED')])
  world.app.show()
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
})

test('an interruption in front, which nobody ends, rejects', async () => {
  const { world, auth } = await loggedIn()
  world.script('request', { outcome: 'fail', errMsg: 'interrupted', errno: 600003, times: 1 })
  expect(await world.until(outcomes([auth.request({ url: '/orders' })]))).toEqual([refusal('INTERRUPTED')])
})
