import { provideAuth } from 'miniprogram-auth/components/provide'
import { auth } from './auth'

App<IAppOption>({
  globalData: {},
  onLaunch() {
    provideAuth(auth)
    auth.ensureLogin().catch((error) => console.warn(error))
  },
})
