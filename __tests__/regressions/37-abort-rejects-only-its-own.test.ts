import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { ok, refusal, times } from './support'

test('the abort of one who waits for a login rejects only that one', async () => {
  const world = createWorld()
  const auth = world.auth()
  const tasks = times(3, (index) => auth.request({ url: `/${index}` }))
  await world.advance(5)
  tasks[1]?.abort()
  expect(await world.until(outcomes(tasks))).toEqual([ok, refusal('ABORTED'), ok])
  expect(world.history.sends('/1')).toEqual([])
  expect([world.history.logins(), world.history.sends('/login').length]).toEqual([1, 1])
})

test('all have aborted: the result of the login is stored all the same (mui-x#22947)', async () => {
  const world = createWorld()
  const auth = world.auth()
  const tasks = times(3, (index) => auth.request({ url: `/${index}` }))
  await world.advance(5)
  tasks.forEach((task) => task.abort())
  expect(await outcomes(tasks)).toEqual(times(3, () => refusal('ABORTED')))
  await world.advance(1000)
  expect(auth.session?.token).toBe('token-1')
  world.restart()
  expect((await world.until(world.auth().ensureLogin())).token).toBe('token-1')
  expect(world.history.logins()).toBe(1)
})
