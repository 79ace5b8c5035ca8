import { expect, test } from '@jest/globals'
import { createServerClock } from '../../src/platform/server-clock'
import { createWorld } from '../support/phone'

const HOUR = 3_600_000

function setUp() {
  const { clock } = createWorld()
  const serverClock = createServerClock(clock)
  const answer = (time: number) => ({
    statusCode: 200,
    data: '',
    header: { Date: new Date(time).toUTCString() },
  })
  return { clock, serverClock, answer }
}

test('until a server has told its time, it is the device’s', () => {
  const { clock, serverClock } = setUp()
  expect(serverClock.now()).toBe(clock.now())
  serverClock.learn({ statusCode: 200, data: '', header: {} }, clock.now())
  serverClock.learn({ statusCode: 200, data: '', header: { date: 'yesterday' } }, clock.now())
  expect(serverClock.begin()).toBe(clock.now())
})

test.each([HOUR, -HOUR])('a server that is %i ms ahead is believed, to the second', (ahead) => {
  const { clock, serverClock, answer } = setUp()
  serverClock.learn(answer(clock.now() + ahead), clock.now())
  expect(Math.abs(serverClock.begin() - clock.now() - ahead)).toBeLessThan(1000)
})

test('an answer that was frozen for an hour does not set the clock back', async () => {
  const { clock, serverClock, answer } = setUp()
  serverClock.learn(answer(clock.now() + 2 * HOUR), clock.now())
  const { learned } = serverClock
  const sentAt = clock.now()
  const old = answer(clock.now() + 2 * HOUR)
  await clock.advance(HOUR)
  serverClock.learn(old, sentAt)
  expect(serverClock.learned).toBe(learned)
})

test('dates leave out what is less than a second, and do not make the clock tremble', async () => {
  const { clock, serverClock, answer } = setUp()
  serverClock.learn(answer(clock.now()), clock.now())
  await clock.advance(400)
  const { learned } = serverClock
  serverClock.learn(answer(clock.now()), clock.now())
  expect(serverClock.learned).toBe(learned)
})

test('what is learnt holds for the sessions to come: the present one has times by the former clock', () => {
  const { clock, serverClock, answer } = setUp()
  const beginning = serverClock.begin()
  serverClock.learn(answer(clock.now() + HOUR), clock.now())
  expect(serverClock.now()).toBe(beginning)
  expect(serverClock.begin() - beginning).toBeGreaterThan(HOUR - 1000)
})
