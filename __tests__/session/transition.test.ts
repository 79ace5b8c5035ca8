import { describe, expect, test } from '@jest/globals'
import { AuthError } from '../../src/auth-error'
import { createSession } from '../../src/session/session'
import { transition, type AuthTransition } from '../../src/session/transition'
import type { AuthState } from '../../src/session/types'

const session = createSession({ token: 'a' }, null, 0, true)
const other = createSession({ token: 'b' }, null, 0, true)
const failure = { error: new AuthError('LOGIN_TIMEOUT', 'late'), retryAt: 9 }

const states = {
  restoring: { status: 'restoring' },
  anonymous: { status: 'anonymous' },
  loggingIn: { status: 'loggingIn', reason: 'missing', session: null },
  renewing: { status: 'loggingIn', reason: 'renewal', session },
  authenticated: { status: 'authenticated', session },
  unbound: { status: 'unbound', detail: 'ticket' },
  loggedOut: { status: 'loggedOut', reason: 'user' },
  ended: { status: 'loggedOut', reason: 'ended' },
  failed: { status: 'failed', ...failure },
  unavailable: { status: 'unavailable', error: failure.error },
} satisfies Record<string, AuthState>

type Name = keyof typeof states

const loggingIn: AuthState = { status: 'loggingIn', reason: 'user', session: null }
const granted: AuthState = { status: 'authenticated', session: other }
const unbound: AuthState = { status: 'unbound', detail: 7 }
const failed: AuthState = { status: 'failed', ...failure }

/** For each event the states that it changes, and into what; it leaves all the others as they are. */
const table: Array<[string, AuthTransition, Partial<Record<Name, AuthState>>]> = [
  [
    'restored with a session',
    { type: 'restored', remembered: { session, loggedOut: null, skew: 0 } },
    { restoring: states.authenticated },
  ],
  [
    'restored with nothing',
    { type: 'restored', remembered: { session: null, loggedOut: null, skew: 0 } },
    { restoring: states.anonymous },
  ],
  [
    'restored after a logout',
    { type: 'restored', remembered: { session: null, loggedOut: 'user', skew: 0 } },
    { restoring: states.loggedOut },
  ],
  [
    'loginStarted',
    { type: 'loginStarted', reason: 'user' },
    {
      anonymous: loggingIn,
      unbound: loggingIn,
      loggedOut: loggingIn,
      ended: loggingIn,
      failed: loggingIn,
      unavailable: loggingIn,
      authenticated: { status: 'loggingIn', reason: 'user', session },
    },
  ],
  ['granted', { type: 'granted', session: other }, { loggingIn: granted, renewing: granted }],
  ['unbound', { type: 'unbound', detail: 7 }, { loggingIn: unbound, renewing: unbound }],
  [
    'loginFailed after another account’s end',
    { type: 'loginFailed', before: states.ended, ...failure },
    { loggingIn: states.ended, renewing: states.authenticated },
  ],
  [
    'loginFailed',
    { type: 'loginFailed', before: states.loggedOut, ...failure },
    { loggingIn: failed, renewing: states.authenticated },
  ],
  [
    'expired',
    { type: 'expired' },
    {
      authenticated: states.anonymous,
      renewing: { status: 'loggingIn', reason: 'renewal', session: null },
    },
  ],
  [
    'unavailable',
    { type: 'unavailable', error: failure.error },
    {
      anonymous: states.unavailable,
      failed: states.unavailable,
    },
  ],
  [
    'loggedOut',
    { type: 'loggedOut', reason: 'user' },
    {
      restoring: states.loggedOut,
      anonymous: states.loggedOut,
      loggingIn: states.loggedOut,
      renewing: states.loggedOut,
      authenticated: states.loggedOut,
      unbound: states.loggedOut,
      ended: states.loggedOut,
      failed: states.loggedOut,
      unavailable: states.loggedOut,
    },
  ],
  [
    'sessionSet',
    { type: 'sessionSet', session: other },
    {
      restoring: granted,
      anonymous: granted,
      loggingIn: granted,
      renewing: granted,
      authenticated: granted,
      unbound: granted,
      loggedOut: granted,
      ended: granted,
      failed: granted,
      unavailable: granted,
    },
  ],
  [
    'renewed',
    { type: 'renewed', session: other },
    {
      restoring: granted,
      anonymous: granted,
      loggingIn: { status: 'loggingIn', reason: 'missing', session: other },
      renewing: { status: 'loggingIn', reason: 'renewal', session: other },
      authenticated: granted,
      unbound: granted,
      loggedOut: granted,
      ended: granted,
      failed: granted,
      unavailable: granted,
    },
  ],
  [
    'declined by a guest',
    { type: 'declined', before: states.anonymous, ...failure },
    { loggingIn: failed, renewing: states.authenticated },
  ],
  [
    'declined after a logout',
    { type: 'declined', before: states.loggedOut, ...failure },
    { loggingIn: states.loggedOut, renewing: states.loggedOut },
  ],
  [
    'declined without an account',
    { type: 'declined', before: states.unbound, ...failure },
    { loggingIn: states.unbound, renewing: states.unbound },
  ],
  [
    'ended',
    { type: 'loggedOut', reason: 'ended' },
    {
      restoring: states.ended,
      anonymous: states.ended,
      loggingIn: states.ended,
      renewing: states.ended,
      authenticated: states.ended,
      unbound: states.ended,
      loggedOut: states.ended,
      failed: states.ended,
      unavailable: states.ended,
    },
  ],
  [
    'amended',
    { type: 'amended', session: other },
    { authenticated: granted, renewing: { status: 'loggingIn', reason: 'renewal', session: other } },
  ],
]

describe.each(table)('%s', (_, event, changes) => {
  test.each(Object.keys(states) as Name[])('in the state %s', (name) => {
    const state: AuthState = states[name]
    const next = transition(state, event)
    const changed = changes[name]
    if (changed) expect(next).toEqual(changed)
    else expect(next).toBe(state)
  })
})

test('transition changes no state in place', () => {
  for (const [, event] of table)
    for (const state of Object.values(states)) transition(Object.freeze(state), event)
})
