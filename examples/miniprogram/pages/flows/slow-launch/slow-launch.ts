import type { AuthError } from 'miniprogram-auth'
import { authBehavior, protect } from 'miniprogram-auth/page'
import { friendly } from '../../../errors'
import { auth } from './auth'

/** How often an onLoad has run since the start of the app. */
let runs = 0

Page(
  protect(auth, {
    behaviors: [authBehavior(auth)],

    data: { id: '—', runs: 0, problem: '' },

    // After the login, with its own parameters, and not at all if the user has left by then.
    onLoad({ id = '—' }: { id?: string }) {
      runs += 1
      this.setData({ id, runs })
    },

    onAuthError(error: AuthError) {
      this.setData({ problem: friendly(error) })
    },
  }),
)
