import { describe, expect, test } from '@jest/globals'
import type { Auth } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'

const handler = () => undefined
const auth = () =>
  createWorld().auth() as Auth & Record<Wrapper, (handler: unknown, options?: unknown) => void>

type Wrapper = 'withLogin' | 'withUserInfo' | 'withPhoneNumber' | 'withAvatar'
const WRAPPERS: Wrapper[] = ['withLogin', 'withUserInfo', 'withPhoneNumber', 'withAvatar']

describe.each(WRAPPERS)('%s refuses, where it wraps and not at the tap,', (name) => {
  test.each([undefined, null, 'onTap', {}])('%p as a handler', (wrong) => {
    expect(() => auth()[name](wrong)).toThrow(`${name}: the handler must be a function.`)
  })

  test('an option that is unknown or no function', () => {
    expect(() => auth()[name](handler, { onDeny: handler })).toThrow(
      /unknown member `onDeny` \(known: onError/,
    )
    expect(() => auth()[name](handler, { onError: 'toast' })).toThrow('`onError` must be a function')
    expect(() => auth()[name](handler, null)).toThrow('must be an object')
  })

  test('nothing that is right', () => {
    expect(() => auth()[name](handler)).not.toThrow()
    expect(() => auth()[name](handler, { onError: handler })).not.toThrow()
  })
})

test('onDenied is for what a user can deny', () => {
  for (const name of WRAPPERS.slice(1))
    expect(() => auth()[name](handler, { onDenied: handler })).not.toThrow()
  expect(() => auth().withLogin(handler, { onDenied: handler })).toThrow('`onDenied`')
})

describe('authorize rejects', () => {
  test.each<[string, unknown, unknown]>([
    ['no scope', undefined, undefined],
    ['what is no scope', 'record', undefined],
    ['an unknown option', 'scope.record', { text: '…' }],
    ['a title that is no text', 'scope.record', { title: 1 }],
  ])('%s', async (_, scope, options) => {
    const world = createWorld()
    const { authorize } = world.auth() as { authorize: (scope: unknown, options: unknown) => Promise<void> }
    expect(await outcomes([authorize(scope, options)])).toMatchObject([{ code: 'INVALID_OPTIONS' }])
    expect(world.history.count('getSetting')).toBe(0)
  })

  test('when the auth has been destroyed', async () => {
    const world = createWorld()
    const destroyed = world.auth()
    destroyed.destroy()
    expect(await outcomes([destroyed.authorize('scope.record')])).toMatchObject([{ code: 'ABORTED' }])
  })
})
