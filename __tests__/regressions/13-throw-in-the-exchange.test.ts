import { describe, expect, test } from '@jest/globals'
import type { Grant } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'
import { refusal } from './support'

describe('a throw or a rejection in the user’s exchange frees the flight (auth0/auth0-spa-js PR#276)', () => {
  test.each<[string, () => Promise<Grant>]>([
    [
      'a throw',
      () => {
        throw new TypeError('mine')
      },
    ],
    ['a rejection', () => Promise.reject(new TypeError('mine'))],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an app may reject with anything
    ['a rejection with nothing', () => Promise.reject()],
  ])('%s', async (_, broken) => {
    const world = createWorld()
    let login = broken
    const auth = world.auth({ login: () => login() })
    const errors = await world.until(outcomes([auth.ensureLogin(), auth.request({ url: '/orders' })]))
    expect(errors).toEqual(Array(2).fill(refusal('LOGIN_REJECTED')))
    login = () => Promise.resolve({ token: world.server.issue() })
    await world.until(auth.login())
    expect(world.history.logins()).toBe(2)
  })
})
