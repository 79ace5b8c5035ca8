import { answerOrPromise, type Callbacks } from './callbacks'
import type { Calls } from './calls'
import type { Display } from './display'
import { WxFailure } from './failure'
import type { Gesture } from './gesture'
import { scopeTexts } from './permissions'
import type { Phone } from './phone'

export interface SettingResult {
  authSetting: Record<string, boolean>
}

interface Surroundings {
  phone: Phone
  display: Display
  gesture: Gesture
  calls: Calls
}

/** What the user has granted to the app: wx.getSetting, wx.authorize, and the settings page. */
export function createSettings({ phone, display, gesture, calls }: Surroundings) {
  const { permissions } = phone
  const authSetting = () => ({ authSetting: permissions.all() })

  async function ask(scope: string) {
    const note = '你可以随时在「设置」中更改'
    const granted = !phone.denied && (await display.permission({ title: scopeTexts(scope).request, note }))
    permissions.set(scope, granted)
    return granted
  }

  async function openSettings() {
    await display.settings(permissions)
    return authSetting()
  }

  return {
    api: {
      getSetting: (options: Callbacks<SettingResult> = {}) =>
        answerOrPromise('getSetting', options, authSetting),

      authorize: (options: { scope: string } & Callbacks<object>) =>
        answerOrPromise('authorize', options, () =>
          calls.make('authorize', async () => {
            const { scope } = options
            // Since 2021 everybody has it, and it gives nothing.
            if (scope === 'scope.userInfo') permissions.set(scope, true)
            // What was denied once is denied at once.
            const granted = permissions.read(scope) ?? (await ask(scope))
            if (!granted) throw new WxFailure('authorize:fail auth deny')
            return {}
          }),
        ),

      openSetting(options: Callbacks<SettingResult> = {}) {
        const refusal = gesture.refusal('openSetting')
        return answerOrPromise('openSetting', options, () =>
          calls.make('openSetting', () => {
            if (refusal) throw refusal
            return openSettings()
          }),
        )
      },
    },
    /** What `<button open-type="openSetting">` does: its tap is the gesture. */
    open: () => calls.make('openSetting', openSettings),
  }
}
