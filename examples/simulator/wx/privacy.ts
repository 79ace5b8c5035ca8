import { answer, type Callbacks } from './callbacks'
import type { Calls } from './calls'
import type { Display } from './display'
import { WxFailure } from './failure'
import type { Phone } from './phone'

const CONTRACT = '《小程序用户隐私保护指引》'
const NOT_AUTHORIZED = 104

export interface Decision {
  event: 'exposureAuthorization' | 'agree' | 'disagree'
  buttonId?: string
}

export type NeedListener = (resolve: (decision: Decision) => void, info: { referrer: string }) => void

export type Privacy = ReturnType<typeof createPrivacy>

/** The consent to the app's privacy contract, without which WeChat hands out nothing personal. */
export function createPrivacy(phone: Phone, display: Display, calls: Calls) {
  let listener: NeedListener | undefined

  function askByApp(tell: NeedListener, api: string) {
    return new Promise<boolean>((resolve) => {
      tell(
        ({ event }) => {
          // Only the tap on a button with open-type="agreePrivacyAuthorization" is a consent.
          if (event === 'agree') resolve(phone.privacyAgreed)
          if (event === 'disagree') resolve(false)
        },
        { referrer: api },
      )
    })
  }

  async function askByWeChat() {
    const agreed = await display.privacy(CONTRACT)
    if (agreed) phone.setPrivacyAgreed(true)
    return agreed
  }

  /** Resolves when there is a consent; asks for it if there is none. */
  async function demand(api: string): Promise<void> {
    if (phone.privacyAgreed) return
    const agreed = await (listener ? askByApp(listener, api) : askByWeChat())
    if (!agreed) throw new WxFailure(`${api}:fail privacy permission is not authorized`, NOT_AUTHORIZED)
  }

  return {
    demand,
    /** What a tap on the button with open-type="agreePrivacyAuthorization" does. */
    agree: () => phone.setPrivacyAgreed(true),
    api: {
      getPrivacySetting: (
        options: Callbacks<{ needAuthorization: boolean; privacyContractName: string }> = {},
      ) =>
        answer('getPrivacySetting', options, () => ({
          needAuthorization: !phone.privacyAgreed,
          privacyContractName: CONTRACT,
        })),

      /** The last listener wins, as on the platform. */
      onNeedPrivacyAuthorization(needed: NeedListener) {
        listener = needed
      },

      requirePrivacyAuthorize: (options: Callbacks<object> = {}) =>
        answer('requirePrivacyAuthorize', options, () =>
          calls.make('requirePrivacyAuthorize', async () => {
            await demand('requirePrivacyAuthorize')
            return {}
          }),
        ),

      openPrivacyContract: (options: Callbacks<object> = {}) =>
        answer('openPrivacyContract', options, async () => {
          const content = '开发者在这里说明收集哪些信息、用来做什么。'
          await display.modal({ title: CONTRACT, content, showCancel: false, confirmText: '知道了' })
          return {}
        }),
    },
  }
}
