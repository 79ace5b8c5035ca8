import { expect, test } from '@jest/globals'
import { piggyback } from '../../src/piggyback'
import { createWorld, outcomes } from '../support/phone'
import { ok, paths, refusal, times } from './support'

const inHeader = piggyback({
  attach: (request, code) => ({ ...request, header: { ...request.header, 'X-Code': code } }),
  parse: ({ header }) => (header['X-Token'] ? { token: header['X-Token'] } : null),
})

/** Two requests at a cold start, of which the first takes the code along. */
function start() {
  const world = createWorld({ server: { publicPaths: ['/orders', '/news'] } })
  const grant = () => ({ header: { 'X-Token': world.server.issue() } })
  for (const path of ['/orders', '/news']) world.server.route(path, grant)
  const auth = world.auth({ piggyback: inHeader })
  const task = auth.request({ url: '/orders', method: 'POST' })
  const other = auth.request({ url: '/news' })
  return { world, auth, task, other }
}

test('without an abort, one request carries the code, and the other the session', async () => {
  const { world, task, other } = start()
  expect(await world.until(outcomes([task, other]))).toEqual([ok, ok])
  expect(paths(world)).toEqual(['/orders', '/news'])
})

test.each([0, 1, 6])('an aborted request carries no code any more, after %i ms', async (ms) => {
  const { world, task, other } = start()
  const results = outcomes([task, other])
  if (ms > 0) await world.advance(ms)
  task.abort()
  expect(await world.until(results)).toEqual([refusal('ABORTED'), ok])
  await world.advance(5000)
  expect(paths(world)).toEqual(['/login', '/news'])
})

test('what is under way with the code is the others’ login, and goes on', async () => {
  const { world, auth, task, other } = start()
  const results = outcomes([task, other])
  await world.advance(13)
  expect(paths(world)).toEqual(['/orders'])
  task.abort()
  expect(await world.until(results)).toEqual([refusal('ABORTED'), ok])
  expect(await world.until(outcomes(times(2, () => auth.request({ url: '/news' }))))).toEqual([ok, ok])
  expect(world.history.logins()).toBe(1)
})
