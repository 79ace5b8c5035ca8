import fc from 'fast-check'

/** How the app is opened. */
export interface Launch {
  /** Data pre-fetch: what WeChat has for the app, and when. */
  prefetch: 'none' | 'ready' | 'late' | 'garbage' | 'empty'
  /** 1154: the single-page mode. */
  scene: 1001 | 1154
}

/** How the app of one run uses the library, and what its server and its phone are like. */
export interface Setup {
  login: 'path' | 'endpoint' | 'function'
  logout: 'none' | 'path' | 'function'
  renew: boolean
  prefetch: boolean
  prefetchToken: boolean
  piggyback: boolean
  token: 'header' | 'query' | 'data' | 'cookie' | 'function'
  /** A verdict at once, or a promise of one. */
  isExpired: 'now' | 'later'
  storage: 'wx' | 'encrypted' | 'promises' | 'synchronous' | 'none'
  sessionKey: 'onDemand' | 'onLaunch'
  /** Do all callbacks come within the call, unless a fault says otherwise? */
  synchronous: boolean
  /** Copies of the library that share one session. */
  instances: 1 | 2
  maxConcurrent: 1 | 2 | 10
  /** Two layers that let everything pass. */
  middleware: boolean
  /** s */
  expiresIn: 0 | 60 | 2_592_000
  oneTokenPerUser: boolean
  /** ms that the server's clock is ahead. */
  skew: 0 | 3_600_000 | -3_600_000
  random: 0 | 0.5
  /** Does an app in the background hear of its interrupted requests before it is suspended? */
  hearsInterruptions: boolean
  launch: Launch
}

const oneOf = <const T extends string | number>(...values: T[]) => fc.constantFrom(...values)
const seldom = fc.constantFrom(false, false, false, true)

export const launch: fc.Arbitrary<Launch> = fc.record({
  prefetch: oneOf('none', 'none', 'ready', 'late', 'garbage', 'empty'),
  scene: oneOf(1001, 1001, 1001, 1001, 1001, 1001, 1001, 1154),
})

export const setup: fc.Arbitrary<Setup> = fc.record({
  login: oneOf('path', 'endpoint', 'function'),
  logout: oneOf('none', 'path', 'function'),
  renew: fc.boolean(),
  prefetch: fc.boolean(),
  prefetchToken: seldom,
  piggyback: seldom,
  token: oneOf('header', 'header', 'header', 'query', 'data', 'cookie', 'function'),
  isExpired: oneOf('now', 'now', 'later'),
  storage: oneOf('wx', 'wx', 'encrypted', 'promises', 'synchronous', 'none'),
  sessionKey: oneOf('onDemand', 'onLaunch'),
  synchronous: seldom,
  instances: oneOf(1, 1, 2),
  maxConcurrent: oneOf(1, 2, 10, 10),
  middleware: fc.boolean(),
  expiresIn: oneOf(0, 0, 60, 2_592_000),
  oneTokenPerUser: fc.boolean(),
  skew: oneOf(0, 0, 3_600_000, -3_600_000),
  random: oneOf(0, 0.5),
  hearsInterruptions: fc.boolean(),
  launch,
})
