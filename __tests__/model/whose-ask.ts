import { isAuthError, type Auth } from '../../src/index'
import { observe, point, userOf, type Asked, type Play, type User } from './whose-play'

/** The app asks the library for something; `done` resolves when it has settled. */
export function ask(
  play: Play,
  what: Asked['what'],
  work: (auth: Auth<User>) => Promise<unknown>,
  more: Partial<Asked> = {},
): Asked & { done: Promise<void> } {
  const { auth } = play
  const { hasHadSession } = observe(play)
  const asked = {
    ...point(play),
    ...{ what, status: auth.state.status, user: userOf(play, auth.session?.token), outcome: null, ...more },
    isGuest: !hasHadSession,
    done: Promise.resolve(),
  } as Asked & { done: Promise<void> }
  play.asked.push(asked)
  const settled = (ok: boolean) => (value: unknown) => {
    asked.outcome = { ...point(play), ok, value }
    if (!ok && !isAuthError(value)) play.problems.push(`P4 ${what} rejects with ${String(value)}`)
  }
  asked.done = work(auth).then(settled(true), settled(false))
  observe(play)
  return asked
}
