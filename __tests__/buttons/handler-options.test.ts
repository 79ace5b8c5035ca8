import { describe, expect, test } from '@jest/globals'
import * as buttons from '../../src/buttons'
import type { Auth } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'

type Wrapper = Exclude<keyof typeof buttons, 'authorize'>
const WRAPPERS: Wrapper[] = ['withLogin', 'withUserInfo', 'withPhoneNumber', 'withAvatar']

/** What is wrong is no matter of types here. */
const { authorize, ...wrappers } = buttons as unknown as Record<
  Wrapper,
  (auth: Auth, handler: unknown, options?: unknown) => void
> & { authorize: (auth: Auth, scope: unknown, options?: unknown) => Promise<void> }

const handler = () => undefined
const auth = () => createWorld().auth()

describe.each(WRAPPERS)('%s refuses, where it wraps and not at the tap,', (name) => {
  test.each([undefined, null, 'onTap', {}])('%p as a handler', (wrong) => {
    expect(() => wrappers[name](auth(), wrong)).toThrow(`${name}: the handler must be a function.`)
  })

  test('an option that is unknown or no function', () => {
    expect(() => wrappers[name](auth(), handler, { onDeny: handler })).toThrow(
      /unknown member `onDeny` \(known: onError/,
    )
    expect(() => wrappers[name](auth(), handler, { onError: 'toast' })).toThrow(
      '`onError` must be a function',
    )
    expect(() => wrappers[name](auth(), handler, null)).toThrow('must be an object')
  })

  test('nothing that is right', () => {
    expect(() => wrappers[name](auth(), handler)).not.toThrow()
    expect(() => wrappers[name](auth(), handler, { onError: handler })).not.toThrow()
  })
})

test('onDenied is for what a user can deny', () => {
  for (const name of WRAPPERS.slice(1))
    expect(() => wrappers[name](auth(), handler, { onDenied: handler })).not.toThrow()
  expect(() => wrappers.withLogin(auth(), handler, { onDenied: handler })).toThrow('`onDenied`')
})

describe('authorize rejects', () => {
  test.each<[string, unknown, unknown]>([
    ['no scope', undefined, undefined],
    ['what is no scope', 'record', undefined],
    ['an unknown option', 'scope.record', { text: '…' }],
    ['a title that is no text', 'scope.record', { title: 1 }],
  ])('%s', async (_, scope, options) => {
    const world = createWorld()
    expect(await outcomes([authorize(world.auth(), scope, options)])).toMatchObject([
      { code: 'INVALID_OPTIONS' },
    ])
    expect(world.history.count('getSetting')).toBe(0)
  })

  test('when the auth has been destroyed', async () => {
    const world = createWorld()
    const destroyed = world.auth()
    destroyed.destroy()
    expect(await outcomes([authorize(destroyed, 'scope.record')])).toMatchObject([{ code: 'ABORTED' }])
  })
})
