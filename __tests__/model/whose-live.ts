import type { WxRequest, WxResponse } from '../../src/platform/wx-port'
import { isForeign, observe, point, userOf, type Play, type Sent } from './whose-play'

/** What can be judged at the moment at which it happens. */

/** An app that is about to be killed: what will the next life find? P13. */
export function checkRestart(play: Play): void {
  const { auth, problems, store } = play
  const { state, session } = auth
  const era = observe(play)
  if (state.status === 'restoring') return
  const { token, loggedOut } = ([...store.values()][0] ?? {}) as { token?: string; loggedOut?: string }
  const user = userOf(play, token)
  // Where it cannot be replaced, it is removed.
  const isRemovable =
    era.hasFailed && !era.hasNotRemoved && play.ways.remove === 'ok' && play.slowWrites === 0
  const isKnown = era.generation === 0 || era.isStored || isRemovable
  if (isKnown && user !== null && !era.users.has(user))
    problems.push(
      `P13 ${user} is stored in the time of ${[...era.users].join() || 'nobody'} (${state.status})`,
    )
  if (era.hasFailed || play.slowWrites > 0) return
  if (state.status === 'loggedOut' && loggedOut !== state.reason)
    problems.push(`P13 the logout (${state.reason}) is not stored`)
  if (state.status === 'authenticated' && token !== session?.token)
    problems.push(`P13 ${String(token)} is stored instead of ${session?.token}`)
}

/** A call of wx.login: whom might it replace, and who allowed it? P5, P11. */
export function checkWxLogin(play: Play): void {
  const { asked, auth, life, problems, questions, setup, states } = play
  const era = observe(play)
  const { generation } = auth
  const isHere = (one: { life: number; generation: number }) =>
    one.life === life && one.generation === generation
  const since = (order: number) => asked.filter((one) => one.life === life && one.order > order)
  /** A login that took an account's place is no end of those that were asked for next to it. */
  const goesOn = ({ order }: { order: number }) =>
    !era.isLoggedOut && !since(order).some(({ what }) => what === 'logout' || what === 'setSession')
  const open = asked.filter((one) => one.life === life && !one.outcome && (isHere(one) || goesOn(one)))
  const explicit = open.filter(({ what }) => what === 'login')
  if (isForeign(era) && !explicit.some(({ how, user }) => how !== 'plain' || user === null))
    problems.push(`P11 wx.login while ${[...era.users].join()} is there`)
  if (era.isLoggedOut && explicit.length === 0 && !open.some(({ what }) => what === 'tap'))
    problems.push('P5 wx.login after a logout')
  if (!setup.confirm || explicit.length > 0) return
  const ended = states.filter(
    (one) => isHere(one) && one.previous.status === 'loggingIn' && one.state.status !== 'loggingIn',
  )
  const last = ended.at(-1)?.order ?? 0
  if (!questions.some((one) => isHere(one) && one.yes && one.order > last))
    problems.push('wx.login, and the user has not said yes')
}

/** A question to the user: not while another is open. */
export function checkQuestion(play: Play): void {
  const { asked, auth, life, problems, questions } = play
  const { generation } = auth
  const open = questions.filter((one) => one.isOpen && one.life === life && one.generation === generation)
  const isAnswered = (order: number) =>
    asked.some((one) => one.what === 'login' && one.life === life && one.order > order)
  if (open.some(({ order }) => !isAnswered(order))) problems.push('two questions at a time')
}

/** A request that leaves the app: as whom? P3, P11. */
export function checkSend(play: Play, { url, header = {} }: WxRequest): Sent | null {
  const id = Number(/\/r\/(\d+)/.exec(url)?.[1] ?? NaN)
  const asked = play.asked.find(({ request }) => request?.id === id)
  if (!asked?.request) return null
  const era = observe(play)
  const { Authorization = '' } = header as { Authorization?: string }
  const token = /^Bearer (.+)$/.exec(Authorization)?.[1] ?? null
  const user = userOf(play, token)
  const before = play.sent.filter((one) => one.id === id)
  const sent: Sent = { ...point(play), id, token, user }
  play.sent.push(sent)
  const { mode, replay } = asked.request
  const name = `${mode} request ${id} of ${asked.user ?? 'a guest'}`
  const tell = (what: string) => play.problems.push(`P11 ${name} ${what}`)
  if (user !== null && !era.users.has(user)) tell(`is sent as ${user}, who is not there`)
  if (user !== null && asked.generation !== era.generation) tell(`is sent as ${user}, in another generation`)
  if (user !== null && asked.user !== null && asked.user !== user) tell(`is sent as ${user}`)
  if ((mode === 'required' && token === null) || (mode === 'none' && token !== null))
    tell(`has token ${token}`)
  const isRestoring = play.auth.state.status === 'restoring'
  const isOver = asked.generation !== era.generation
  if (mode === 'lazy' && token === null && !isOver && !isRestoring && era.hasHadSession)
    tell('goes bare, though it is a user’s')
  if (mode === 'lazy' && before.some((one) => one.token) && token === null) tell('is replayed bare')
  if (before.length > (replay ? 1 : 0)) tell(`is sent ${before.length + 1} times`)
  return sent
}

/** An answer: if it ends the session of an account of its own, nobody is logged in when the library has heard of it. */
export function judged(play: Play, sent: Sent | null, { data }: WxResponse, deliver: () => void): void {
  const era = observe(play)
  const { auth, problems, setup } = play
  const { session } = auth
  const asked = sent && play.asked.find(({ request }) => request?.id === sent.id)
  const isRejected = (data as { code?: unknown } | null)?.code === 'LOGIN'
  const isOpen = asked?.outcome === null && asked.generation === era.generation
  const isPresent = session !== null && session.token === sent?.token && isForeign(era)
  const isLast = !(setup.renew && session?.refreshToken)
  deliver()
  observe(play)
  if (!(isRejected && isOpen && isPresent && isLast) || setup.isExpired === 'later') return
  const { state, generation } = auth
  if (generation === era.generation)
    problems.push('P11 the end of an account’s session is no end of the generation')
  if (state.status !== 'loggedOut' || state.reason !== 'ended')
    problems.push(`P11 an account’s session has ended, and the state is ${state.status}`)
}
