import { isAuthError } from '../../src/index'
import { COOLDOWN } from './whose-app'
import { userOf, WECHAT, type Asked, type Play, type Point } from './whose-play'

/** Everything that was broken in a program, in words. */
export function whoseProblems(play: Play): string[] {
  const found = CHECKS.flatMap((check) => check(play) ?? [])
  return [...new Set([...play.problems, ...found])].slice(0, 8)
}

type WhoseCheck = (play: Play) => string[] | null

/** ms: storage, login, send, login, replay, each with its time-out. */
const LONGEST = 200_000
/** ms of the slowest answer. */
const SLOWEST = 310

const isSameEra = (one: Point, other: Point) => one.life === other.life && one.generation === other.generation
const usersOf = ({ eras }: Play, { life, generation }: Point) =>
  eras.get(`${life}:${generation}`)?.users ?? new Set<string>()

const CHECKS: WhoseCheck[] = [
  // The app itself makes no mistake
  ({ asked }) =>
    asked.flatMap(({ what, outcome }) =>
      outcome && isAuthError(outcome.value, 'INVALID_OPTIONS') ? [`${what}: ${String(outcome.value)}`] : [],
    ),
  // P12
  ({ asked, life, setup }) =>
    asked.flatMap(({ what, outcome, at, ...one }) => {
      if (!outcome) return one.life === life ? [`P12 ${what} of ${at} ms hangs`] : []
      const took = outcome.at - at
      return !setup.confirm && took > LONGEST ? [`P12 ${what} takes ${took} ms`] : []
    }),
  // 'expired' once per session, and with it the state
  ({ told, states }) => {
    const expired = told.filter(({ event }) => event === 'expired')
    const twice = expired.filter((one, index) =>
      expired.slice(0, index).some((other) => other.token === one.token && other.life === one.life),
    )
    const ends = states.filter(
      ({ state, previous }) =>
        state.status === 'loggedOut' && state.reason === 'ended' && previous.status !== 'restoring',
    )
    const fatal = expired.filter(({ renewable }) => renewable === false)
    const fresh = ends.filter(({ previous }) => previous.status !== 'loggingIn' || previous.session !== null)
    return [
      ...twice.map(({ token }) => `'expired' is told twice of ${token}`),
      ...fresh
        .filter((end) => fatal.filter((one) => isSameEra(one, end)).length !== 1)
        .map(({ at }) => `the end at ${at} ms is not told by one 'expired'`),
      ...fatal
        .filter((one) => !ends.some((end) => isSameEra(one, end)))
        .map(({ token }) => `'expired' of ${token} tells an end that is none`),
    ]
  },
  // An account's session is not dropped where nothing but its end could follow
  ({ issued, setup, states }) =>
    states
      .filter(({ state, previous }) => {
        if (state.status !== 'anonymous' || !('session' in previous) || !previous.session) return false
        const { token, refreshToken } = previous.session
        return userOf({ issued }, token) !== WECHAT && !(setup.renew && refreshToken)
      })
      .map(({ at }) => `P11 the session of an account is dropped at ${at} ms`),
  // No logout where there was none
  ({ asked, told, world }) => {
    const logouts = asked.filter(({ what }) => what === 'logout').length
    const events = told.filter(({ event }) => event === 'logout').length
    const calls = world.history.sends('/logout').length
    return Math.max(events, calls) > logouts
      ? [`${events} 'logout', ${calls} calls, and ${logouts} logouts`]
      : null
  },
  // P11: what the promises give
  (play) => play.asked.flatMap((one) => valueProblem(play, one) ?? []),
  // login({ data }): once, and alone
  ({ asked, world }) => {
    const bodies = world.history
      .sends('/login')
      .map((one) => (one.data as { data?: number | null }).data ?? null)
    const given = bodies.filter((data) => data !== null)
    const missing = asked.filter(
      (one) => one.data !== undefined && one.outcome?.ok && !given.includes(one.data),
    )
    return [
      ...given
        .filter((data, index) => given.indexOf(data) !== index)
        .map((data) => `data ${data} is sent twice`),
      ...missing.map(({ data }) => `login() with data ${data} resolves, and the server has not got it`),
    ]
  },
  // Lazy guests go at once
  ({ asked, sent }) =>
    asked.flatMap(({ request, status, isGuest, at, life }) => {
      if (request?.mode !== 'lazy' || status === 'restoring' || !isGuest) return []
      const isCrowded =
        sent.filter((one) => one.life === life && Math.abs(one.at - at) <= SLOWEST).length >= 10
      const isSent = sent.some((one) => one.id === request.id && one.at === at)
      return isSent || isCrowded ? [] : [`the lazy request ${request.id} of a guest waits`]
    }),
  // A no
  (play) =>
    play.questions.flatMap((question) => (question.no ? noProblems(play, question, question.no) : [])),
]

function valueProblem(play: Play, asked: Asked): string[] | null {
  const { what, outcome, request, how, user } = asked
  if (!outcome) return null
  const users = usersOf(play, asked)
  const name = `P11 ${what} of ${user ?? 'a guest'}`
  if (request) return requestProblem(play, asked, request, users)
  if (!outcome.ok) return null
  if (what === 'ensureLogin' || what === 'login') {
    const given = String(userOf(play, (outcome.value as { token: string }).token))
    if (how === 'data' && given !== WECHAT) return [`${name} with data gives ${given}`]
    return users.has(given) || (what === 'login' && given === WECHAT) ? null : [`${name} gives ${given}`]
  }
  if (what !== 'attach') return null
  const { header } = outcome.value as { header: Record<string, string> }
  // A guest's goes bare, and waits for no login.
  if (play.setup.auth === 'lazy' && header.Authorization === undefined) return null
  const given = String(userOf(play, header.Authorization?.slice('Bearer '.length)))
  return users.has(given) ? null : [`${name} gives ${given}`]
}

function requestProblem(
  { sent }: Play,
  { outcome, user }: Asked,
  { id, mode, replay, isAnswered }: NonNullable<Asked['request']>,
  users: ReadonlySet<string>,
): string[] | null {
  const name = `${mode} request ${id} of ${user ?? 'a guest'}`
  if (!outcome?.ok)
    return isAnswered && isAuthError(outcome?.value, 'SESSION_CHANGED') ? [`${name} loses its answer`] : null
  const { code, openid } =
    (outcome.value as { data: { code?: string; openid?: string | null } | null }).data ?? {}
  const wasBare = sent.every((one) => one.id !== id || one.token === null)
  const mayShow = mode === 'optional' || mode === 'none' || (mode === 'lazy' && !replay && wasBare)
  if (code === 'LOGIN' && !mayShow) return [`${name} resolves with a rejection`]
  if (code !== 'OK') return null
  if (typeof openid === 'string' && !users.has(openid)) return [`P11 ${name} is carried out as ${openid}`]
  if (typeof openid === 'string' && user !== null && user !== openid) return [`P11 ${name} is ${openid}'s`]
  const mayBeBare = mode === 'optional' || mode === 'none' || (mode === 'lazy' && user === null)
  return openid === null && !mayBeBare ? [`P11 ${name} is carried out as nobody's`] : null
}

function noProblems({ asked, questions, states, life }: Play, asking: Point, no: Point): string[] {
  const between = (one: Point, from: Point, to: Point) =>
    one.life === no.life && one.order > from.order && one.order < to.order
  // login() had answered before.
  if (asked.some((one) => one.what === 'login' && between(one, asking, no))) return []
  // The user's no comes to a generation that is over.
  if (asking.generation !== no.generation) return []
  const again = questions.find(
    (one) => isSameEra(one, no) && one.order > no.order && one.at - no.at < COOLDOWN,
  )
  const isWanted =
    again !== undefined &&
    (asked.some((one) => one.what === 'tap' && between(one, no, again)) ||
      states.some(
        ({ state, previous, ...one }) =>
          between(one, no, again) && state.status === 'authenticated' && previous.status === 'loggingIn',
      ))
  const waiting = asked.filter(
    (one) =>
      one.what === 'ensureLogin' &&
      isSameEra(one, no) &&
      one.order < no.order &&
      (one.outcome ? one.outcome.order > no.order : one.life === life),
  )
  const wrong = waiting.filter(
    ({ outcome }) =>
      outcome?.at !== no.at ||
      !(outcome.ok || isAuthError(outcome.value, 'USER_DENIED') || isOver(outcome.value)),
  )
  return [
    ...(again && !isWanted ? [`a no of ${no.at} ms, and the next question at ${again.at} ms`] : []),
    ...wrong.map(({ at }) => `a no of ${no.at} ms is not the end of what waits since ${at} ms`),
  ]
}

const isOver = (error: unknown) => isAuthError(error, 'LOGGED_OUT') || isAuthError(error, 'SESSION_CHANGED')
