import type { Auth } from '../../auth'
import { mayLogIn } from '../may-log-in'

/**
 * Makes sure of the session and its key before the tap: a key that is stale at the tap costs the user another one.
 * What fails here is told at the tap, if it still fails then. `renewing` is called with a login that replaces the key.
 * Never rejects.
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
        // Not after a logout; and a later session has a new key anyway.
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

/** Sessions whose key could not be renewed: showing a page again is no reason to try again. */
const tried = new WeakMap<Auth, number>()

function nothing() {
  // The result is not needed, and an error shows at the tap.
}
