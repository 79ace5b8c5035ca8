import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/world'

describe('a listener that awaits request() or logout() inside any event gets its answer (supabase/auth-js#762)', () => {
  test.each([
    ['login', 'request', 200],
    ['login', 'logout', undefined],
    ['expired', 'request', 200],
    ['expired', 'logout', undefined],
    ['warning', 'request', 200],
    ['warning', 'logout', undefined],
    ['logout', 'request', 'LOGGED_OUT'],
    ['logout', 'logout', undefined],
  ] as const)('on %s it awaits %s()', async (event, method, expected) => {
    const world = createWorld()
    const auth = world.auth()
    const answers: unknown[] = []
    const off = auth.on(event, () => {
      off()
      const call = method === 'logout' ? auth.logout() : auth.request({ url: '/orders' })
      void outcomes([call]).then((results) => answers.push(...results))
    })
    // A warning, as the session cannot be stored; then an end, another login, and a logout.
    world.answers.setStorage = 'fail'
    await world.clock.until(outcomes([auth.ensureLogin()]))
    world.valid.clear()
    await world.clock.until(outcomes([auth.request({ url: '/orders' })]))
    await world.clock.until(auth.logout())
    await world.clock.advance(1000)
    expect(answers.map(verdict)).toEqual([expected])
  })
})

function verdict(answer: unknown) {
  const { statusCode, code } = (answer ?? {}) as { statusCode?: number; code?: string }
  return statusCode ?? code
}
