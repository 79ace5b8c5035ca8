import { isAuthError, type Auth } from '../../src/index'
import { MOST_TICKS, moment, type Asked, type Boundary, type Run } from './trace'

/** Asks the library for something, and notes what comes of the promise. */
export function ask(
  run: Run,
  what: Asked['what'],
  work: (auth: Auth) => Promise<unknown>,
  { request, isForced = false }: Partial<Pick<Asked, 'request' | 'isForced'>> = {},
) {
  const { auths, trace } = run
  const auth = auths[trace.asked.length % auths.length] as Auth
  const asked: Asked = { ...moment(run), what, status: auth.state.status, request, isForced, outcome: null }
  trace.asked.push(asked)
  const ticks = () => trace.boundaries[asked.era]?.ticks ?? 0
  work(auth).then(
    (value) => (asked.outcome = { ...moment(run), ticks: ticks(), ok: true, value }),
    (error: unknown) => {
      asked.outcome = { ...moment(run), ticks: ticks(), ok: false, error }
      if (!isAuthError(error)) trace.strange.push(`${what} rejects with ${String(error)}`)
    },
  )
  return asked
}

/** From here on it is another user's time. */
export function beginEra(run: Run, by: Boundary['by']): void {
  const { auths, trace, isWithinListener } = run
  run.era++
  const isNews = auths[0]?.state.status !== 'loggedOut'
  const boundary: Boundary = { ...moment(run), by, isNews, isNested: isWithinListener, ticks: 0 }
  trace.boundaries.push(boundary)
  const tick = () => {
    boundary.ticks++
    if (boundary.ticks < MOST_TICKS) void Promise.resolve().then(tick)
  }
  void Promise.resolve().then(tick)
}
