import { invalidOptions, type AuthError } from '../auth-error'
import { spread } from '../plain-object'
import { createScope, type Scope } from '../platform/scope'
import type { ServerClock } from '../platform/server-clock'
import { loggedOut, sessionChanged } from './errors'
import type { EventChannels } from './events'
import { createSession, isSame, withUser } from './session'
import type { StateStore } from './state-store'
import type { SessionStorage } from './storage'
import { sessionOf } from './session-of'
import type { Grant, LoginReason, Session } from './types'

export interface HolderContext<User> {
  serverClock: ServerClock
  store: StateStore<User>
  storage: SessionStorage<User>
  events: EventChannels<User>
  /** Is a session from storage still good? Asked before it is used. */
  verify: () => Promise<boolean>
}

export interface Holder<User> {
  /** Ends at a logout and at a setSession(): with it all that is under way for the former user. */
  readonly generation: Scope
  /** The number of that generation. */
  readonly number: number
  /** Resolves when storage has been read, and never rejects. */
  readonly restored: Promise<void>
  readonly session: Session<User> | null
  /** The newest session of this generation, also when it has come to its end. */
  readonly known: Session<User> | null
  /** Takes over what a login brought; what the grant leaves out is kept from the session before. */
  granted(grant: Grant<User>, reason: LoginReason): Session<User>
  /** WeChat knows the user, the app's server does not. */
  unbound(detail: unknown): void
  /** The server will not have this session any more, which is the present one. */
  drop(session: Session<User>): void
  /** A login begins: a logout holds no longer, over a restart neither. */
  expect(): void
  /** Says once that a session has come to its end. */
  announceExpiry(session: Session<User>, generation: Scope): void
  logout(): Promise<void>
  setSession(grant: Grant<User>): Promise<Session<User>>
  /** Also where the session has come to its end: the next one is of the same user. */
  setUser(user: User): Promise<Session<User>>
  /** For good: nobody comes after this generation. */
  end(error: AuthError): void
}

/** Holds the one session, in memory first and in storage behind it, and knows whose it is. */
export function createHolder<User>(context: HolderContext<User>): Holder<User> {
  const { serverClock, store, storage, events, verify } = context
  let generation = createScope()
  let number = 0
  let known: Session<User> | null = null
  let announced: Session<User> | null = null
  /** Has the app told the user since the login began? The answer may be from before that. */
  let isUserNewer = false

  const restored = storage.read().then((remembered) => {
    const { session } = remembered
    const restore = () => {
      store.dispatch({ type: 'restored', remembered })
      known = known ?? sessionOf(store.state)
    }
    // A session that was set meanwhile has times of its own.
    if (number === 0) serverClock.skew = serverClock.learned = remembered.skew
    if (!session) {
      restore()
      return undefined
    }
    const verified = (good: boolean) => {
      restore()
      if (good || !known || number !== 0) return
      const expired = known
      // Only wx.login brings another key; a refresh token does not.
      known = createSession({ token: known.token, user: known.user }, null, known.obtainedAt)
      drop(expired)
    }
    // An outage says nothing about the session.
    return verify().then(verified, restore)
  })

  function remember(session: Session<User> | null, isLoggedOut = false): Promise<void> {
    return storage.save({ session, loggedOut: isLoggedOut, skew: serverClock.skew })
  }

  function announceExpiry(session: Session<User>, mine: Scope) {
    if (isSame(announced, session)) return
    announced = session
    events.expired.send([{ session }], mine)
  }

  function drop(session: Session<User>) {
    const mine = generation
    void remember(null)
    store.dispatch({ type: 'expired' })
    announceExpiry(session, mine)
  }

  function supersede(error: AuthError) {
    const former = generation
    generation = createScope()
    number++
    known = null
    former.end(error)
  }

  return {
    get generation() {
      return generation
    },
    get number() {
      return number
    },
    restored,
    get session() {
      return sessionOf(store.state)
    },
    get known() {
      return known
    },
    granted(grant, reason) {
      const latest = isUserNewer ? spread(grant, { user: known?.user }) : grant
      const session = createSession(latest, known, serverClock.begin())
      const mine = generation
      known = session
      void remember(session)
      store.dispatch({ type: 'granted', session })
      events.login.send([{ session, reason }], mine)
      return session
    },
    unbound(detail) {
      known = null
      void remember(null)
      store.dispatch({ type: 'unbound', detail })
    },
    drop,
    expect() {
      isUserNewer = false
      if (store.state.status === 'loggedOut') void remember(null)
    },
    announceExpiry,
    logout() {
      const isNews = store.state.status !== 'loggedOut'
      // Also after a logout: a login() may be waiting for the storage to be read.
      supersede(loggedOut())
      const saved = remember(null, true)
      store.dispatch({ type: 'loggedOut' })
      if (isNews) events.logout.send([])
      return saved
    },
    setSession(grant) {
      supersede(sessionChanged())
      const session = createSession(grant, null, serverClock.begin())
      known = session
      const saved = remember(session)
      store.dispatch({ type: 'sessionSet', session })
      return saved.then(() => session)
    },
    setUser(user) {
      if (!known) throw invalidOptions('setUser: nobody is logged in; call ensureLogin() first')
      const session = withUser(known, user)
      known = session
      isUserNewer = true
      // What has come to its end is not stored again.
      const saved = sessionOf(store.state) ? remember(session) : Promise.resolve()
      store.dispatch({ type: 'userSet', session })
      return saved.then(() => session)
    },
    end: (error) => generation.end(error),
  }
}
