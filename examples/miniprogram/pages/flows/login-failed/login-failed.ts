import { isAuthError, type AuthState, type Session } from 'miniprogram-auth'
import { authBehavior } from 'miniprogram-auth/page'
import { friendly } from '../../../errors'
import { auth } from './auth'

Page({
  behaviors: [authBehavior(auth)],

  data: { failure: '', code: '—', outcome: '—', busy: false },

  stop: () => {},

  onLoad() {
    this.stop = auth.subscribe((state) => this.show(state))
    this.show(auth.state)
  },

  onUnload() {
    this.stop()
  },

  /** Wherever the login was begun, what became of it is in the state. */
  show(state: AuthState) {
    const { error } = state.status === 'failed' ? state : { error: null }
    this.setData({ failure: error ? friendly(error) : '', code: error?.code ?? '—' })
  },

  /** As a request does it: not again within the cooldown after a failure. */
  automatic() {
    void this.run(auth.ensureLogin())
  },

  /** The user asks: now, also within the cooldown. */
  retry() {
    void this.run(auth.login())
  },

  async run(login: Promise<Session>) {
    this.setData({ busy: true })
    const outcome = await login.then(
      () => '成功',
      (error: unknown) => (isAuthError(error) ? error.code : '失败'),
    )
    this.setData({ outcome, busy: false })
  },
})
