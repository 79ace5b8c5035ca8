import { describe, expect, test } from '@jest/globals'
import type { Auth, Grant, LoginContext } from '../../src/index'
import { createWorld } from '../support/phone'

type Way = 'send' | 'none' | 'required'

function setUp() {
  const world = createWorld()
  const options = { way: 'send' as Way }
  const auth: Auth = world.auth({
    login: async ({ code, send }: LoginContext) => {
      const request = { url: '/login', method: 'POST' as const, data: { code } }
      const { data } = await (options.way === 'send'
        ? send(request)
        : auth.request({ ...request, auth: options.way }))
      return data as Grant
    },
  })
  return { world, auth, options }
}

describe('an exchange through our own request does not wait on its own flight (Flyrell/axios-auth-refresh#120)', () => {
  test.each(['send', 'none'] as const)('%s: at once', async (way) => {
    const { world, auth, options } = setUp()
    options.way = way
    await world.until(auth.ensureLogin(), 100)
  })

  test('and where the app makes it wait, it ends with loginTimeout and frees the next login', async () => {
    const { world, auth, options } = setUp()
    options.way = 'required'
    await expect(world.until(auth.login())).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' })
    options.way = 'send'
    await expect(world.until(auth.login())).resolves.toBeDefined()
  })
})
