import fc from 'fast-check'
import type { RequestAuth } from '../../src/index'

/** How the app of a program uses the library, and what its server is like. */
export interface WhoseSetup {
  /** createAuth's default for requests. */
  auth: 'required' | 'lazy'
  /** Is there a `confirmLogin`? */
  confirm: boolean
  /** Is there a `renew`? Then the server gives refresh tokens. */
  renew: boolean
  /** Does a refresh token that was used bring the next? */
  rotates: boolean
  /** Does `isExpired` answer at once? */
  isExpired: 'now' | 'later'
  /** s; 0: the server says nothing. */
  expiresIn: 0 | 60
  sessionKey: 'onDemand' | 'onLaunch'
  /** Does the app look at answers? Only then they bring something. */
  middleware: boolean
}

export type Part = 'login' | 'refresh' | 'requests' | 'set' | 'remove'
export type Way = 'ok' | 'refused' | 'broken' | 'lost' | 'unbound' | 'slow'

/** The users besides the phone's. */
export type Other = 'openid-2' | 'openid-3'

/** What a user, a server and bad luck can do. */
export type WhoseCommand =
  | {
      do: 'request'
      mode: RequestAuth | 'default'
      replay: boolean
      /** What comes with its answer: the next token, or what logs another user in. */
      brings: 'nothing' | 'slide' | Other
      /** What its `fail` callback does. */
      onFail: 'nothing' | 'request' | 'login'
    }
  | { do: 'ensureLogin' | 'attach' | 'tap' | 'logout' | 'bind' | 'invalidate' }
  | { do: 'login'; how: 'plain' | 'force' | 'data' }
  | { do: 'setSession'; user: Other; refresh: boolean; named: boolean; says: boolean }
  /** An answer to the oldest open question. */
  | { do: 'answer'; how: 'yes' | 'no' | 'throw' }
  /** The server forgets all sessions, or puts a stop to the present one. */
  | { do: 'expireAll' | 'revoke' | 'expireKey' }
  /** May guests read, or are they asked to log in? */
  | { do: 'guests'; welcome: boolean }
  /** How this part of the world works from now on. */
  | { do: 'fault'; part: Part; way: Way }
  | { do: 'show' | 'restart' }

export interface WhoseStep {
  command: WhoseCommand
  /** ms that pass after it. */
  ms: number
}

export const whoseSetup: fc.Arbitrary<WhoseSetup> = fc.record({
  auth: fc.constantFrom('required', 'lazy'),
  confirm: fc.boolean(),
  renew: fc.boolean(),
  rotates: fc.boolean(),
  isExpired: fc.constantFrom('now', 'now', 'later'),
  expiresIn: fc.constantFrom(0, 0, 60),
  sessionKey: fc.constantFrom('onDemand', 'onDemand', 'onLaunch'),
  middleware: fc.boolean(),
})

const others = fc.constantFrom<Other>('openid-2', 'openid-3')
const one = <Name extends string>(name: Name) => fc.record({ do: fc.constant(name) })

const command: fc.Arbitrary<WhoseCommand> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('request' as const),
      mode: fc.constantFrom('default', 'default', 'required', 'lazy', 'lazy', 'optional', 'none'),
      replay: fc.constantFrom(true, true, true, false),
      brings: fc.constantFrom('nothing', 'nothing', 'nothing', 'slide', 'slide', 'openid-2'),
      onFail: fc.constantFrom('nothing', 'nothing', 'nothing', 'request', 'login'),
    }),
  },
  { weight: 2, arbitrary: one('ensureLogin') },
  { weight: 1, arbitrary: one('attach') },
  { weight: 2, arbitrary: one('tap') },
  { weight: 1, arbitrary: one('logout') },
  { weight: 2, arbitrary: one('bind') },
  { weight: 1, arbitrary: one('invalidate') },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('login' as const),
      how: fc.constantFrom('plain', 'force', 'data'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('setSession' as const),
      user: others,
      refresh: fc.boolean(),
      named: fc.boolean(),
      says: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      how: fc.constantFrom('yes', 'yes', 'yes', 'no', 'no', 'throw'),
    }),
  },
  { weight: 3, arbitrary: one('expireAll') },
  { weight: 1, arbitrary: one('revoke') },
  { weight: 1, arbitrary: one('expireKey') },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('guests' as const), welcome: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.oneof(
      faults('login', ['ok', 'ok', 'refused', 'broken', 'lost', 'unbound', 'unbound']),
      faults('refresh', ['ok', 'refused', 'refused', 'broken', 'lost']),
      faults('requests', ['ok', 'ok', 'refused', 'lost']),
      faults('set', ['ok', 'refused', 'refused', 'slow']),
      faults('remove', ['ok', 'refused', 'slow']),
    ),
  },
  { weight: 1, arbitrary: one('show') },
  { weight: 2, arbitrary: one('restart') },
)

function faults<P extends Part>(part: P, ways: Way[]) {
  return fc.record({
    do: fc.constant('fault' as const),
    part: fc.constant(part),
    way: fc.constantFrom(...ways),
  })
}

const step: fc.Arbitrary<WhoseStep> = fc.record({
  command,
  ms: fc.constantFrom(0, 0, 0, 1, 3, 8, 15, 30, 100, 100, 400, 1000, 9000, 12_000, 61_000),
})

export const whoseProgram: fc.Arbitrary<WhoseStep[]> = fc.array(step, { minLength: 1, maxLength: 22 })
