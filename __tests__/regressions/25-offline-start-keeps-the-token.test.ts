import { expect, test } from '@jest/globals'
import { outcomes } from '../support/world'
import { KEY, granting, loggedIn, ok, refusal } from './support'

test.each([
  ['is good', 0],
  ['ran out by our clock', 7_200_000],
])('an offline start keeps a token that %s (supabase/auth-js#141)', async (_, away) => {
  const { world } = await loggedIn({}, granting({ expiresIn: 3600 }))
  const { exchange, serve } = world
  world.exchange = world.serve = () => ({ errMsg: 'request:fail -105', errno: 600001 })
  world.answers.login = 'fail'
  world.clock.jump(away)
  const auth = world.restart().auth()
  expect(await world.clock.until(outcomes([auth.request({ url: '/orders' })]))).toEqual([refusal('NETWORK')])
  await world.clock.advance(100)
  expect(auth.session?.token).toBe('token-1')
  expect(world.stored.get(KEY)).toMatchObject({ token: 'token-1' })

  Object.assign(world, { exchange, serve })
  expect(await world.clock.until(auth.request({ url: '/orders' }))).toEqual(ok)
})
