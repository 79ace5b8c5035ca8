import type { Auth } from '../../auth'
import { mayLogIn } from '../may-log-in'

/**
 * Makes sure of the session, and of its key, while the button is only looked at: a key that is stale at the tap costs
 * the user another one. What fails here is told at the tap, if it still fails then. `renewing` is told of a login that
 * replaces the key. Never rejects.
 */
export function prepare(
  auth: Auth,
  needsKey: boolean,
  renewing: (login: Promise<unknown>) => void,
): Promise<void> {
  if (!mayLogIn(auth.state)) return Promise.resolve()
  return auth
    .ensureLogin()
    .then((session) => {
      if (!needsKey) return undefined
      return auth.checkSession().then((isGood) => {
        // A logout meanwhile holds, and another session came with another key.
        if (isGood || auth.session?.obtainedAt !== session.obtainedAt) return undefined
        if (tried.get(auth) === session.obtainedAt) return undefined
        const login = auth.login({ force: true })
        login.catch(() => tried.set(auth, session.obtainedAt))
        renewing(login)
        return login
      })
    })
    .then(nothing, nothing)
}

/** Of which session the key could not be renewed: a page that shows again is no wish of the user's. */
const tried = new WeakMap<Auth, number>()

function nothing() {
  // Neither is the result of use, nor is the error anybody's.
}
