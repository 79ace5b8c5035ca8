/* eslint-disable @typescript-eslint/no-explicit-any -- an app's user is whatever it is */
import type { Auth } from '../auth'
import { invalidOptions } from '../auth-error'
import { doorOf } from '../door'
import { globalBehavior } from '../platform/global-behavior'
import { sessionOf } from '../session/session-of'
import type { AuthState } from '../session/types'

/** What WXML sees: `wx:if="{{auth.loggedIn}}"`. There is no token in it. */
export interface AuthData<User> {
  /** `auth.state.status`. */
  status: AuthState<User>['status']
  /** Is there a session, also while it is being renewed? */
  loggedIn: boolean
  /** `session.user`; null if there is no session, or no user in it. */
  user: User | null
}

interface Instance {
  setData(data: { auth: unknown }): void
}

/** One for each auth: Behavior() keeps what it is given for as long as the app lives. */
const ids = new WeakMap<Auth<any>, string>()

/**
 * Returns the id of a Behavior that keeps `data.auth`, `{ status, loggedIn, user }`, of a page or component up to date
 * from attached to detached. The same id for the same auth. Base library 2.9.2 for pages.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html
 * @throws INVALID_OPTIONS for what is no auth, and where there is no global `Behavior`.
 * @example
 * Page({ behaviors: [authBehavior(auth)] })
 */
export function authBehavior(auth: Auth<any>): string {
  doorOf('authBehavior', auth)
  const known = ids.get(auth)
  if (known !== undefined) return known
  const define = globalBehavior()
  if (!define) throw invalidOptions('authBehavior: there is no global `Behavior` here')
  const subscriptions = new WeakMap<Instance, () => void>()
  const id = define({
    data: { auth: dataOf(auth.state) },
    lifetimes: {
      attached(this: Instance) {
        this.setData({ auth: dataOf(auth.state) })
        subscriptions.set(
          this,
          auth.subscribe((state) => this.setData({ auth: dataOf(state) })),
        )
      },
      detached(this: Instance) {
        subscriptions.get(this)?.()
      },
    },
  })
  ids.set(auth, id)
  return id
}

function dataOf<User>(state: AuthState<User>): AuthData<User> {
  const session = sessionOf(state)
  return { status: state.status, loggedIn: session !== null, user: session?.user ?? null }
}
