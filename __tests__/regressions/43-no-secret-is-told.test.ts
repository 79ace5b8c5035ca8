import { expect, jest, test } from '@jest/globals'
import { withPhoneNumber } from '../../src/buttons'
import type { AuthError } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'

const SECRET = /(?:token|code|refresh)-\d|session_key \d|encrypted-text/

/** All that a console, JSON or a report of errors could show. */
function shown(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? ''
  const { message, cause, detail, errMsg }: Partial<AuthError> & Error = value
  return [message, errMsg, JSON.stringify(value), JSON.stringify(detail), shown(cause)].join(' ')
}

test('no token, code, encryptedData or iv in an error, an event or a log (axios#2602, #4246)', async () => {
  const lines: unknown[] = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest.spyOn(console, level).mockImplementation((...args) => void lines.push(args))
  const world = createWorld({ server: { refreshTokens: true } })
  const auth = world.auth({ token: { query: 'sid' }, logout: '/logout' })
  const told: unknown[] = []
  for (const event of ['login', 'logout', 'expired', 'warning'] as const)
    auth.on(event, (given?: unknown) => told.push(given))
  auth.subscribe((state) => told.push(state))
  const errors: unknown[] = []
  const attempt = async (work: Promise<unknown>) => errors.push(...(await world.until(outcomes([work]))))

  await attempt(auth.request({ url: '/orders' }))
  // The platform quotes the URL, and with it the token.
  for (const errMsg of [
    'request:fail invalid url "https://api.example.com/orders?sid=token-1"',
    'request:fail',
  ])
    await attempt(
      (world.script('request', { url: '/orders', outcome: 'fail', errMsg, times: 1 }),
      auth.request({ url: '/orders' })),
    )
  const detail = {
    errMsg: 'getPhoneNumber:fail user deny',
    encryptedData: 'encrypted-text',
    iv: 'encrypted-text',
  }
  void withPhoneNumber(auth, () => undefined).call({}, { detail })
  world.script('request', { url: '/login', outcome: 'fail', errMsg: 'request:fail {"code":"x"}' })
  world.server.expireAll()
  await attempt(auth.request({ url: '/orders' }))
  await attempt(auth.ensureLogin())
  await attempt(auth.logout())

  expect(errors.filter((error) => error instanceof Error).length).toBeGreaterThanOrEqual(3)
  expect(told.length).toBeGreaterThan(4)
  for (const one of [...errors.filter((error) => error instanceof Error), ...told, ...lines]) {
    expect(shown(one)).not.toMatch(SECRET)
  }
  jest.restoreAllMocks()
})
