import fc from 'fast-check'
import { launch, type Launch } from './setup'

export type Body = 'none' | 'object' | 'list' | 'text' | 'bytes'
export type Api = 'request' | 'uploadFile' | 'downloadFile'
export type Place = 'here' | 'shouted' | 'elsewhere' | 'lookalike' | 'userinfo' | 'schemeless'
export type Endpoint = 'login' | 'refresh' | 'requests' | 'logout'
/** What the server answers, or what becomes of its answer. */
export type Answer = (typeof ANSWERS)[number] | (typeof GRANTS)[number]
export type StorageFault = (typeof STORAGE_FAULTS)[number]
export type CallFault = (typeof CALL_FAULTS)[number]
export type Channel = 'change' | 'login' | 'logout' | 'expired' | 'warning'
export type Reaction = (typeof REACTIONS)[number]
export type Button = 'login' | 'userInfo' | 'phoneNumber' | 'avatar'
/** What a tap brings: of a phone number `plain` is a code; `denial` is the user's, `failure` the platform's. */
export type Brings = 'plain' | 'encrypted' | 'denial' | 'failure'
/** What the app's handler does: it is done at once, or takes a while, and may fail then. */
export type Work = 'short' | 'long' | 'failing'
/** Of two pages with buttons, and of two that are protected. */
export type PageNumber = 0 | 1

/** What a user, a server, a phone and bad luck can do; times in ms. */
export type Command =
  | { do: 'ensureLogin' | 'logout' | 'setSession' | 'setUser' | 'checkSession' }
  /** `again`: so many times more, each after the one before. */
  | { do: 'login'; force: boolean; again: number }
  | {
      do: 'request'
      mode: 'required' | 'optional' | 'none' | 'default'
      replay: boolean
      body: Body
      to: Place
      /** Default 'request'. */
      api?: Api
      priority?: 'high' | 'low'
      /** Default false: the promise alone. */
      callbacks?: boolean
    }
  | { do: 'tap'; button: Button; brings: Brings; page: PageNumber; work: Work; taps: 1 | 2 }
  /** `on`: which hook is protected. */
  | { do: 'openPage'; page: PageNumber; on: 'load' | 'show' }
  | { do: 'showPage' | 'hidePage' | 'closePage'; page: PageNumber }
  /** Of the app's requests the one that is so many before the last. */
  | { do: 'abort'; back: number }
  /** The server ends all sessions, or the newest one; WeChat ends its session_key. */
  | { do: 'expire' | 'revoke' | 'expireSessionKey' }
  | { do: 'answer'; of: Endpoint; how: Answer }
  | { do: 'wx'; name: 'login' | 'checkSession' | 'getUserInfo' | 'prefetch'; how: CallFault }
  | { do: 'storage'; part: 'reads' | 'writes' | 'all'; how: StorageFault }
  | { do: 'corrupt'; value: unknown }
  | { do: 'jump'; ms: number }
  | { do: 'hide' | 'show' | 'kill' }
  | { do: 'network'; on: boolean }
  | { do: 'restart'; launch: Launch }
  /** The next time that this is told, a listener does that. */
  | { do: 'listen'; to: Channel; then: Reaction | 'throw' }
  /** The app does that so many microtasks after the next callback of wx. */
  | { do: 'interleave'; microtasks: number; then: Reaction }

export interface Step {
  command: Command
  /** What passes afterwards. */
  ms: number
}

const ANSWERS = [
  ...['ok', 'refused', 'broken', 'busy', 'lost', 'unreachable', 'silent', 'late', 'slow', 'hanging'],
  ...['both', 'twice', 'throw', 'empty', 'synchronous'],
] as const
/** `dead`: a token that is worth nothing. `again`: the last one once more. `bare`: a token and nothing else. */
const GRANTS = ['unbound', 'dead', 'again', 'bare', 'garbage'] as const
const CALL_FAULTS = [
  ...['ok', 'fail', 'offline', 'fleeting', 'neither', 'throw', 'both', 'twice', 'empty', 'fromCache'],
  ...['late', 'slow', 'synchronous'],
] as const
const STORAGE_FAULTS = [
  ...['ok', 'fail', 'neither', 'throw', 'both', 'twice', 'empty', 'late', 'lateOnce', 'slow', 'synchronous'],
] as const
const REACTIONS = [
  ...['logout', 'login', 'request', 'setSession', 'setUser', 'ensureLogin', 'checkSession', 'abort'],
  'showPage',
] as const
/** Nothing of it may be found in a message. */
const SECRET = 'token-999'
const GARBAGE = [
  ...[SECRET, {}, null, [SECRET], 7, { v: 1, token: 7 }, { v: 0, token: SECRET, obtainedAt: 0 }],
  { v: 1, token: SECRET, obtainedAt: 'yesterday' },
]

const oneOf = <const T extends string>(...values: T[]) => fc.constantFrom(...values)
const often = fc.constantFrom(true, true, true, false)
const ms = (most: number) => fc.integer({ min: -most, max: most })

const page = fc.constantFrom<PageNumber[]>(0, 1)

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      do: oneOf('request'),
      mode: oneOf('required', 'required', 'default', 'optional', 'none'),
      replay: often,
      body: oneOf('none', 'object', 'list', 'text', 'bytes'),
      to: oneOf('here', 'here', 'here', 'here', 'here', 'here', 'here', 'here', 'shouted', 'elsewhere'),
      api: oneOf('request', 'request', 'uploadFile', 'downloadFile'),
      priority: fc.constantFrom(undefined, undefined, 'high' as const, 'low' as const),
      callbacks: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: oneOf('request'),
      mode: oneOf('required', 'default', 'optional'),
      replay: often,
      body: oneOf('none'),
      to: oneOf('elsewhere', 'lookalike', 'userinfo', 'schemeless'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: oneOf('tap'),
      button: oneOf('login', 'userInfo', 'phoneNumber', 'avatar'),
      brings: oneOf('plain', 'plain', 'encrypted', 'encrypted', 'encrypted', 'denial', 'failure'),
      ...{ page, work: oneOf('short', 'long', 'failing') },
      taps: fc.constantFrom(1 as const, 1 as const, 1 as const, 2 as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: oneOf('openPage'), page, on: oneOf('load', 'show') }) },
  { weight: 2, arbitrary: fc.record({ do: oneOf('showPage', 'showPage', 'hidePage', 'closePage'), page }) },
  { weight: 3, arbitrary: fc.record({ do: oneOf('abort'), back: fc.nat(4) }) },
  { weight: 4, arbitrary: fc.record({ do: oneOf('ensureLogin') }) },
  { weight: 4, arbitrary: fc.record({ do: oneOf('login'), force: fc.boolean(), again: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('login'), force: fc.constant(true), again: fc.nat(6) }) },
  { weight: 4, arbitrary: fc.record({ do: oneOf('logout', 'setSession') }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('setUser') }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('checkSession') }) },
  { weight: 6, arbitrary: fc.record({ do: oneOf('expire', 'expire', 'revoke') }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('expireSessionKey') }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: oneOf('answer'),
      of: oneOf('login', 'login', 'login', 'refresh'),
      how: oneOf('ok', 'ok', 'ok', 'ok', ...ANSWERS, ...GRANTS, 'dead', 'busy'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: oneOf('answer'),
      of: oneOf('requests', 'requests', 'logout'),
      how: oneOf('ok', 'ok', 'ok', ...ANSWERS),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: oneOf('wx'),
      name: oneOf('login', 'login', 'login', 'checkSession', 'getUserInfo', 'prefetch'),
      how: oneOf('ok', 'ok', 'ok', ...CALL_FAULTS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: oneOf('storage'),
      part: oneOf('reads', 'writes', 'all'),
      how: oneOf('ok', 'ok', ...STORAGE_FAULTS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: oneOf('corrupt'), value: fc.constantFrom<unknown>(...GARBAGE) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: oneOf('jump'), ms: fc.oneof(ms(60_000), ms(7_200_000)) }),
  },
  { weight: 3, arbitrary: fc.record({ do: oneOf('hide', 'show') }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('network'), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('kill') }) },
  { weight: 2, arbitrary: fc.record({ do: oneOf('restart'), launch }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: oneOf('listen'),
      to: oneOf('change', 'change', 'login', 'logout', 'expired', 'warning'),
      then: oneOf(...REACTIONS, 'throw'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: oneOf('interleave'),
      microtasks: fc.nat(15),
      then: oneOf('logout', 'setSession', ...REACTIONS),
    }),
  },
)

const step: fc.Arbitrary<Step> = fc.record({
  command,
  // Much happens at once, some within a login, some after its time-out.
  ms: fc.oneof(
    { weight: 5, arbitrary: fc.nat(12) },
    { weight: 2, arbitrary: fc.nat(60) },
    { weight: 1, arbitrary: fc.nat(4000) },
    { weight: 1, arbitrary: fc.nat(30_000) },
  ),
})

export const program: fc.Arbitrary<Step[]> = fc.array(step, { maxLength: 40, size: 'max' })
