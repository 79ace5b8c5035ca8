import { describe, expect, test } from '@jest/globals'
import { authorize, withAvatar, withLogin, withPhoneNumber, withUserInfo } from '../src/buttons'
import { isAuthError, type Auth } from '../src/index'
import { authBehavior, protect } from '../src/page'
import { createRequire, createRuntime } from './package/mini-program-runtime'
import { createWorld, outcomes } from './support/phone'

type Buttons = typeof import('../src/buttons')
type Page = typeof import('../src/page')

const nothing = () => undefined

/** Each call that takes an auth, but for authorize(), which gives a promise. */
const CALLS: Array<[name: string, call: (auth: never) => unknown]> = [
  ['withLogin', (auth) => withLogin(auth, nothing)],
  ['withUserInfo', (auth) => withUserInfo(auth, nothing)],
  ['withPhoneNumber', (auth) => withPhoneNumber(auth, nothing)],
  ['withAvatar', (auth) => withAvatar(auth, nothing)],
  ['protect', (auth) => protect(auth, { onLoad: nothing })],
  ['authBehavior', (auth) => authBehavior(auth)],
]

const NO_AUTHS = [undefined, null, 'auth', 1, {}, { ensureLogin: true }, nothing]
/** Its members, and not what belongs to it besides. */
const copyOf = (auth: Auth): Auth => ({ ...auth })
/** Of a version whose buttons and pages use another door. */
const ofAnotherVersion = (auth: Auth): Auth =>
  Object.defineProperty(copyOf(auth), Symbol.for('miniprogram-auth:0'), { value: {} })

describe.each(CALLS)('%s, where it is called,', (name, call) => {
  test.each(NO_AUTHS)('refuses what is no auth: %p', (given) => {
    const message = `${name}: the auth must be what createAuth() returned.`
    expect(() => call(given as never)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS', message }))
  })

  test.each([
    ['a copy', copyOf],
    ['one of another version', ofAnotherVersion],
  ])('refuses an auth that is %s', (_, change) => {
    const given = change(createWorld().auth())
    expect(() => call(given as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringMatching(
          `^${name}: the auth is a copy, or of another version of miniprogram-auth;`,
        ),
      }),
    )
  })
})

test.each(NO_AUTHS)('authorize rejects what is no auth: %p', async (given) => {
  const message = 'authorize: the auth must be what createAuth() returned.'
  expect(await outcomes([authorize(given as never, 'scope.record')])).toMatchObject([
    { code: 'INVALID_OPTIONS', message },
  ])
})

describe('another copy of the package, as an independent sub-package has it,', () => {
  /** Its files in a context of their own, with an AuthError of their own. */
  function loadCopy() {
    const { setTimeout, clearTimeout } = globalThis
    const load = createRequire(createRuntime({ setTimeout, clearTimeout, Behavior: () => 'behavior-1' }))
    return { ...(load('buttons.js') as Buttons), ...(load('page.js') as Page) }
  }

  test('wraps handlers and pages of an auth of this one', async () => {
    const copy = loadCopy()
    expect(copy.withLogin).not.toBe(withLogin)
    const world = createWorld()
    const auth = world.auth()
    const ran = await world.until(Promise.resolve(copy.withLogin(auth, () => 'ran').call({}, {})))
    const page = copy.protect(auth, { onLoad: () => 'loaded' })
    expect([ran, page.onLoad.call({} as never), world.history.logins()]).toEqual(['ran', 'loaded', 1])
    await world.until(copy.authorize(auth, 'scope.record'))
    expect(copy.authBehavior(auth)).toBe('behavior-1')
  })

  test('refuses with an error that isAuthError() of this one knows', () => {
    let error: unknown
    try {
      loadCopy().withLogin({} as never, nothing)
    } catch (thrown) {
      error = thrown
    }
    expect(isAuthError(error, 'INVALID_OPTIONS')).toBe(true)
  })
})

describe('of an auth that has been destroyed', () => {
  test('a handler tells ABORTED at the tap, and not where it is wrapped', () => {
    const auth = createWorld().auth()
    auth.destroy()
    const told: unknown[] = []
    const handler = withLogin(auth, () => 'ran', { onError: ({ code }) => told.push(code) })
    expect(told).toEqual([])
    expect(handler.call({}, {})).toBeUndefined()
    expect(told).toEqual(['ABORTED'])
  })

  test('authorize rejects with ABORTED, and asks nothing', async () => {
    const world = createWorld()
    const auth = world.auth()
    auth.destroy()
    expect(await outcomes([authorize(auth, 'scope.record')])).toMatchObject([{ code: 'ABORTED' }])
    expect(world.history.count('getSetting')).toBe(0)
  })
})

test('what an app sees of an auth is its members: the door is in no list, no copy and no log', () => {
  const auth = createWorld().auth()
  expect(Object.getOwnPropertySymbols(auth).map(String)).toEqual(['Symbol(miniprogram-auth:1)'])
  expect(Object.getOwnPropertySymbols({ ...auth })).toEqual([])
  expect(JSON.stringify(auth)).not.toContain('engine')
})
