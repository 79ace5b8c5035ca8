import { authBehavior } from '../../src/page'
import type { Auth, AuthState } from '../../src/index'
import type { Page } from './pages'

/** What WXML sees of the login. */
export interface AuthData {
  status: AuthState['status']
  loggedIn: boolean
  user: unknown
}

export type Lifetimes = Record<'attached' | 'detached', (this: Page) => void>

let defined: Lifetimes | undefined

// The platform's, once for all runs: of a global that comes and goes, jest's context keeps every value.
Object.assign(globalThis, {
  Behavior({ lifetimes }: { lifetimes: Lifetimes }) {
    defined = lifetimes
    return 'behavior-1'
  },
})

/** What authBehavior(auth) gives to the platform, which calls it for each page that has the behavior. */
export function lifetimesOf(auth: Auth): Lifetimes {
  authBehavior(auth)
  return defined as Lifetimes
}
