import { isAuthError } from 'miniprogram-auth'
import { provideAuth } from 'miniprogram-auth/components/provide'
import { auth } from './auth'

// auth-button and auth-gate show this login.
provideAuth(auth)

App({
  onLaunch() {
    // The session is ready, or on its way, when the first page asks for it. A failure is shown by the page
    // that needs the session, so nobody is disturbed here.
    auth.ensureLogin().catch((error: unknown) => {
      if (!isAuthError(error, 'LOGGED_OUT')) console.warn('no session at launch', error)
    })
  },
})
