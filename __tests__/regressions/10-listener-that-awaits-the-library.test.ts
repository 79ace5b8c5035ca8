import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'

describe('a listener that awaits request() or logout() inside any event gets its answer (supabase/auth-js#762)', () => {
  test.each([
    ['change', 'request', 200],
    ['change', 'logout', undefined],
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
    const listener = async () => {
      off()
      const call = method === 'logout' ? auth.logout() : auth.request({ url: '/orders' })
      answers.push(...(await outcomes([call])))
    }
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- as apps do
    const off = event === 'change' ? auth.subscribe(listener) : auth.on(event, listener)
    // A warning, as the session cannot be stored; then an end, another login, and a logout.
    world.script('setStorage', { outcome: 'fail' })
    const steps = [
      () => auth.ensureLogin(),
      () => {
        world.server.expireAll()
        return auth.request({ url: '/orders' })
      },
      () => auth.logout(),
    ]
    for (const step of steps) {
      await world.until(outcomes([step()]))
      await world.advance(1000)
    }
    expect(answers.map(verdict)).toEqual([expected])
  })
})

function verdict(answer: unknown) {
  const { statusCode, code } = (answer ?? {}) as { statusCode?: number; code?: string }
  return statusCode ?? code
}
