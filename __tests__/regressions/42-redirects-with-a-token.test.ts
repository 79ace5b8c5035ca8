import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { loggedIn, refusal } from './support'

type Options = { url: string; redirect?: string }
const sent = (world: ReturnType<typeof createWorld>) =>
  world.history.steps.flatMap((step) =>
    step.type === 'call' && step.name === 'request' ? [step.options as Options] : [],
  )

test('with a token, and with a login code, the platform follows no redirect by itself', async () => {
  const world = createWorld()
  const auth = world.auth({ logout: '/logout' })
  await world.until(auth.request({ url: '/orders' }))
  await world.until(auth.request({ url: '/public', auth: 'none' }))
  await world.until(auth.logout())
  await world.advance(100)
  expect(sent(world).map(({ url, redirect }) => [url.split('/').pop(), redirect])).toEqual([
    ['login', 'manual'],
    ['orders', 'manual'],
    ['public', undefined],
    ['logout', 'manual'],
  ])
})

test.each(['https://evil.com/', '//evil.com/', 'https://api.example.com@evil.com/', 'https:\\\\evil.com'])(
  'a redirect to %s is given back, and not followed (CVE-2024-28849, CVE-2026-40895)',
  async (location) => {
    const { world, auth } = await loggedIn()
    world.server.route('/orders', () => ({ statusCode: 302, header: { Location: location } }))
    await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({ statusCode: 302 })
    expect(world.history.sends()).toHaveLength(1)
  },
)

test('who asks the platform to follow is refused', async () => {
  const { world, auth } = await loggedIn()
  const results = await world.until(outcomes([auth.request({ url: '/orders', redirect: 'follow' })]))
  expect(results).toEqual([refusal('INVALID_OPTIONS')])
})
