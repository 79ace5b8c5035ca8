import { COOLDOWN, type Trace } from './run'

/** The promises of RELIABILITY that can be read off a trace: what was broken, in words. */
export function broken(trace: Trace): string[] {
  return CHECKS.flatMap(([name, check]) => {
    const problem = check(trace)
    return problem === null ? [] : [`${name}: ${problem}`]
  })
}

const CHECKS: ReadonlyArray<[string, (trace: Trace) => string | null]> = [
  [
    'P1 at most one login is in flight',
    ({ exchangesInFlight: { most } }) => (most > 1 ? `${most} exchanges at once` : null),
  ],
  [
    'P1 every exchange has a code of its own',
    ({ world }) => {
      const codes = world.sends('/login').map(({ request }) => (request.data as { code: string }).code)
      return new Set(codes).size < codes.length ? 'a code was sent twice' : null
    },
  ],
  [
    'P2 at most one login per rejected token',
    ({ world, notifications }) => {
      const rejected = new Set(
        world.history.flatMap((step) =>
          step.type === 'answer' && step.statusCode === 401 ? [step.token] : [],
        ),
      )
      // A life of its own each: a token that could not be removed from the storage is rejected again in the next.
      const logins = new Map<number, number>()
      for (const { state, previous, life } of notifications) {
        const isRelogin =
          previous.status === 'loggingIn' && previous.reason === 'expired' && state.status === 'authenticated'
        if (isRelogin) logins.set(life, (logins.get(life) ?? 0) + 1)
      }
      const most = Math.max(0, ...logins.values())
      return most > rejected.size ? `${most} logins for ${rejected.size} rejected tokens` : null
    },
  ],
  [
    'P3 at most one replay per request',
    ({ world, eraOfRequest }) => {
      const many = [...eraOfRequest.keys()].find((id) => world.sends(id).length > 2)
      return many === undefined ? null : `${world.sends(many).length} sends of one request`
    },
  ],
  [
    'P3 a replay has another token',
    ({ world, eraOfRequest }) => {
      const same = [...eraOfRequest.keys()].find((id) => {
        const [first, second] = world.sends(id)
        return second !== undefined && first?.token === second.token
      })
      return same === undefined ? null : 'the same token was sent twice'
    },
  ],
  [
    'P4 every promise settles',
    ({ promised, settled }) => (settled < promised ? `${promised - settled} promises hang` : null),
  ],
  [
    'P5 nothing is sent as another user',
    ({ world, eraOfRequest, eraOfToken }) => {
      for (const [id, era] of eraOfRequest) {
        for (const { token } of world.sends(id)) {
          const issued = token === null ? era : eraOfToken.get(token)
          if (issued !== undefined && issued > era)
            return `a request of era ${era} was sent with a token of era ${issued}`
        }
      }
      return null
    },
  ],
  [
    'P6 only a rejection ends a session',
    ({ notifications }) => {
      const lost = notifications.find(
        ({ state, previous }) =>
          'session' in previous &&
          previous.session !== null &&
          state.status === 'failed' &&
          state.error.code !== 'SESSION_REJECTED',
      )
      return lost ? 'a failed login took the session away' : null
    },
  ],
  [
    'P7 no token elsewhere',
    ({ world }) => {
      const leaked = world
        .sends()
        .some(
          ({ url, token }) =>
            token !== null && (/token-/.test(url) || !url.startsWith('https://api.example.com/')),
        )
      return leaked ? 'a token in a URL or at another host' : null
    },
  ],
  [
    'P9 one notification per transition, in order',
    ({ notifications }) => {
      const gap = notifications.find(({ previous, life }, i) => {
        const before = notifications[i - 1]
        return before !== undefined && before.life === life && before.state !== previous
      })
      return gap ? 'a listener missed a state' : null
    },
  ],
  [
    'P10 at most one automatic login per cooldown',
    ({ notifications }) => {
      let last: Trace['notifications'][number] | null = null
      let hasFailed = false
      for (const notification of notifications) {
        const { state, previous, at, elapsed, life } = notification
        if (last?.life !== life) hasFailed = false
        if (state.status === 'loggingIn' && previous.status !== 'loggingIn') {
          // A clock that was set meanwhile may end a cooldown sooner or later.
          const isSoon = last && elapsed - last.elapsed < COOLDOWN && at - last.at === elapsed - last.elapsed
          if (state.reason !== 'user' && hasFailed && isSoon) return 'a login soon after one that failed'
          last = notification
        }
        if (state.status === 'failed') hasFailed = true
        // A logout and another session begin anew; so does a login that came to something.
        else if (state.status !== 'loggingIn') hasFailed = false
      }
      return null
    },
  ],
  [
    'P10 wx.login stays under four calls a second',
    ({ wxLogins }) => {
      const isFast = (times: number[]) => times.some((time, i) => i >= 4 && time - (times[i - 4] ?? 0) < 1000)
      return wxLogins.some(isFast) ? 'five calls in a second' : null
    },
  ],
  [
    'errors are AuthErrors, and the app is usable at the end',
    ({ strange }) => (strange.length > 0 ? String(strange[0]) : null),
  ],
]
