import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'

test('11 calls spread over onLaunch, onLoad and onShow: 1 login (firebase/firebase-ios-sdk#15474)', async () => {
  const world = createWorld()
  const auth = world.auth()
  const calls: Array<Promise<unknown>> = []
  for (let i = 0; i < 11; i++) {
    calls.push(i % 2 ? auth.request({ url: '/orders' }) : auth.ensureLogin())
    // From before the storage is read until after the session is there.
    await world.advance(4)
  }
  await world.until(Promise.all(calls))
  expect([world.history.logins(), world.history.sends('/login').length]).toEqual([1, 1])
})
