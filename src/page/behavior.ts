import { invalidOptions } from '../auth-error'
import { globalBehavior } from '../platform/global-behavior'
import type { Engine } from '../session/engine'
import { sessionOf } from '../session/session-of'
import type { AuthState } from '../session/types'

/** What WXML sees: `wx:if="{{auth.loggedIn}}"`. No token in it. */
export interface AuthData<User> {
  status: AuthState<User>['status']
  loggedIn: boolean
  user: User | null
}

interface Instance {
  setData(data: { auth: unknown }): void
}

export interface BehaviorContext<User> {
  engine: Pick<Engine<User>, 'state'>
  subscribe: (listener: (state: AuthState<User>) => void) => () => void
}

/** Keeps `data.auth` of a page or component as the login is, from attached to detached. */
export function createBehavior<User>({ engine, subscribe }: BehaviorContext<User>): () => string {
  let id: string | undefined
  return () => {
    if (id !== undefined) return id
    const define = globalBehavior()
    if (!define) throw invalidOptions('behavior: there is no global `Behavior` here')
    const subscriptions = new WeakMap<Instance, () => void>()
    id = define({
      data: { auth: dataOf(engine.state) },
      lifetimes: {
        attached(this: Instance) {
          this.setData({ auth: dataOf(engine.state) })
          subscriptions.set(
            this,
            subscribe((state) => this.setData({ auth: dataOf(state) })),
          )
        },
        detached(this: Instance) {
          subscriptions.get(this)?.()
        },
      },
    })
    return id
  }
}

function dataOf<User>(state: AuthState<User>): AuthData<User> {
  const session = sessionOf(state)
  return { status: state.status, loggedIn: session !== null, user: session?.user ?? null }
}
