import { afterEach, expect, test } from '@jest/globals'
import type { Middleware } from '../../src/http/middleware'
import type { AuthOptions } from '../../src/options'
import { retry } from '../../src/plugins/retry'
import { loggedIn } from '../support/logged-in'

let uninstall: () => void = () => undefined
afterEach(() => uninstall())

test.each(['setSession', 'logout, then login'])(
  '%s while middleware waits: the request is not sent as the next user',
  async (how) => {
    const { world, auth } = await loggedIn({ use: [retry()] })
    uninstall = world.install()
    world.script('request', { url: '/x', outcome: 'fail', errno: 600001, times: 1 })
    const task = auth.request({ url: '/x' })
    const settled = task.catch((error: unknown) => error)
    await world.advance(100)
    if (how === 'setSession') void auth.setSession({ token: world.server.issue('other') }, { wechat: true })
    else {
      void auth.logout()
      await world.until(auth.login())
    }
    const code = how === 'setSession' ? 'SESSION_CHANGED' : 'LOGGED_OUT'
    expect(await world.until(settled)).toMatchObject({ code })
    expect(world.history.sends('/x').map(({ token }) => token)).toEqual(['token-1'])
  },
)

test('middleware that waits over a logout, and asks then for what the next user may: not as the next user', async () => {
  const held = { open: (): void => undefined }
  const asks: Middleware = async (request, next) => {
    await new Promise<void>((resolve) => (held.open = resolve))
    return next({ ...request, auth: 'required' })
  }
  const { world, auth } = await loggedIn({ use: [asks] })
  const settled = auth.request({ url: '/x', auth: 'none' }).catch((error: unknown) => error)
  void auth.logout()
  await world.until(auth.login())
  held.open()
  expect(await world.until(settled)).toMatchObject({ code: 'LOGGED_OUT' })
  expect(world.history.sends('/x')).toEqual([])
})

test('a replay whose turn comes after the next rejection waits for the next login', async () => {
  const verdict = { give: (): void => undefined }
  const isExpired: AuthOptions['isExpired'] = ({ statusCode }, { url }) => {
    if (url !== '/slow') return statusCode === 401
    return new Promise((resolve) => (verdict.give = () => resolve(statusCode === 401)))
  }
  const { world, auth } = await loggedIn({ maxConcurrent: 1, isExpired })
  world.server.expireAll()
  const slow = auth.request({ url: '/slow' })
  await world.until(auth.request({ url: '/fast' }))
  world.server.expireAll()
  const fast = auth.request({ url: '/fast' })
  verdict.give()
  await world.advance(1000)
  verdict.give()
  expect(await world.until(Promise.all([slow, fast]))).toMatchObject([
    { statusCode: 200 },
    { statusCode: 200 },
  ])
  expect(world.history.sends('/slow').map(({ token }) => token)).toEqual(['token-1', 'token-3'])
  expect(world.history.logins()).toBe(2)
})
