import type { AuthError } from 'miniprogram-auth'
import { authBehavior, protect } from 'miniprogram-auth/page'
import { getOrders } from '../../../api'
import { auth } from '../../../auth'
import { friendly } from '../../../errors'
import { showOrders } from '../../../show-orders'
import { showToast } from '../../../toast'

Page(
  protect(
    auth,
    {
      behaviors: [authBehavior(auth)],

      data: { result: '—', sent: 0, sending: false, problem: '' },

      // At every show, when the user is logged in.
      onShow() {
        this.setData({ problem: '' })
        void showOrders(this, getOrders)
      },

      onAuthError(error: AuthError) {
        this.setData({ result: '—', problem: friendly(error) })
      },

      async login() {
        try {
          await auth.login()
          await showOrders(this, getOrders)
        } catch (error) {
          showToast(friendly(error))
        }
      },

      logout() {
        void auth.logout()
      },
    },
    { on: 'show' },
  ),
)
