import { inspect } from 'node:util'
import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from './support/phone'

const SECRET = /token-\d|code-\d/

/** As a console, an error report and a log of JSON lines would show it. */
function shown(value: unknown): string {
  const json = JSON.stringify(value, (_, part: unknown) =>
    part instanceof Error ? Object.assign({}, part, { message: part.message, stack: part.stack }) : part,
  )
  return `${json} ${inspect(value, { depth: 10 })} ${String(value)}`
}

test('no token and no code in any state, event or error, whatever happens', async () => {
  const world = createWorld()
  const said: unknown[] = []
  const auth = world.auth({ logout: '/logout' })
  auth.subscribe((...states) => said.push(states))
  auth.on('login', (event) => said.push(event))
  auth.on('expired', (event) => said.push(event))
  auth.on('warning', (error) => said.push(error))

  const run = async (...promises: Array<Promise<unknown>>) => said.push(await world.until(outcomes(promises)))
  await run(auth.ensureLogin(), auth.request({ url: '/orders' }))
  world.server.expireAll()
  await run(auth.request({ url: '/orders' }))
  const failing = (url: string, quoted: string) =>
    world.script('request', { url, outcome: 'fail', errMsg: `https://api.example.com${quoted}` })
  world.server.expireAll()
  const admit = failing('/login', '/login?code=code-3')
  await run(auth.request({ url: '/orders' }), auth.login({ force: true }))
  admit()
  await run(auth.login())
  failing('/orders', '/orders?token=token-3')
  await run(auth.request({ url: '/orders' }))
  await run(
    auth.setSession({ token: world.server.issue(), refreshToken: 'token-9' }, { wechat: true }),
    auth.logout(),
    auth.ensureLogin(),
  )
  said.push(auth, auth.state, auth.session)

  expect(said.length).toBeGreaterThan(20)
  for (const value of said) {
    // A response belongs to the caller; what the library says itself must be clean.
    expect(shown(value)).not.toMatch(SECRET)
  }
})

test('no token in a URL, unless the app has asked for just that', async () => {
  const world = createWorld()
  await world.until(world.auth({ logout: '/logout' }).request({ url: '/orders?page=1' }))
  expect(world.history.sends().map(({ url }) => url)).not.toContainEqual(expect.stringMatching(SECRET))
  await world.until(world.auth({ storage: false, token: { query: 'sid' } }).request({ url: '/public' }))
  expect(world.history.sends().at(-1)?.url).toBe('https://api.example.com/public?sid=token-2')
})

test('a session shows its user, and its token only to who asks for it', async () => {
  const world = createWorld()
  const session = await world.until(world.auth().ensureLogin())
  expect(Object.keys(session)).not.toContain('token')
  expect(session.token).toBe('token-1')
})
