import type { Calls } from './calls'
import type { Display, PermissionQuestion } from './display'
import { failureOf, WxFailure } from './failure'
import { requireNetwork } from './open-data'
import type { Phone } from './phone'
import type { Privacy } from './privacy'
import type { SettingResult } from './settings'
import type { StandIn } from './stand-in'
import type { OpenApi } from './timeline'

/** What an open-type button asks WeChat, and the event that brings the answer. */
export interface OpenType {
  event: string
  ask(): Promise<object>
}

interface Surroundings {
  phone: Phone
  standIn: StandIn
  display: Display
  calls: Calls
  privacy: Privacy
  openSettings: () => Promise<SettingResult>
}

const NOTE = '仅用于向你提供服务'

/** `<button open-type="…">`: an app cannot call these, only its user's tap does. */
export function createButtons({ phone, standIn, display, calls, privacy, openSettings }: Surroundings) {
  const button = (api: OpenApi, work: () => Promise<object>): OpenType => ({
    event: api.toLowerCase(),
    ask: () => calls.make(api, work).catch((thrown: unknown) => failureOf(api, thrown)),
  })
  const allowed = async (question: PermissionQuestion) =>
    !phone.denied && (await display.permission(question))

  const phoneNumber = (api: 'getPhoneNumber' | 'getRealtimePhoneNumber') =>
    button(api, async () => {
      requireNetwork(phone, api)
      await privacy.demand(api)
      const subject = (await standIn.maskedPhoneNumber()).phoneNumber
      if (!(await allowed({ title: '获取并验证你的手机号', subject, note: NOTE })))
        throw new WxFailure(`${api}:fail user deny`)
      // Encrypted now, with the session_key of this moment.
      const { code, encryptedData, iv } = await standIn.phoneNumber()
      const errMsg = `${api}:ok`
      if (api === 'getRealtimePhoneNumber') return { errMsg, code }
      return phone.oldClient ? { errMsg, encryptedData, iv } : { errMsg, code, encryptedData, iv }
    })

  return {
    getPhoneNumber: phoneNumber('getPhoneNumber'),
    getRealtimePhoneNumber: phoneNumber('getRealtimePhoneNumber'),
    getUserInfo: button('getUserInfo', async () => {
      requireNetwork(phone, 'getUserInfo')
      if (!(await allowed({ title: '获取你的昵称、头像', subject: '微信用户', note: NOTE })))
        throw new WxFailure('getUserInfo:fail auth deny')
      return { errMsg: 'getUserInfo:ok', ...(await standIn.userInfo()) }
    }),
    chooseAvatar: button('chooseAvatar', async () => {
      await privacy.demand('chooseAvatar')
      const avatarUrl = await display.avatar(standIn.avatarURLs())
      if (avatarUrl === null) throw new WxFailure('chooseAvatar:fail cancel')
      return { avatarUrl }
    }),
    openSetting: {
      event: 'opensetting',
      ask: async () => ({ errMsg: 'openSetting:ok', ...(await openSettings()) }),
    },
    agreePrivacyAuthorization: {
      event: 'agreeprivacyauthorization',
      ask() {
        privacy.agree()
        return Promise.resolve({ errMsg: 'agreePrivacyAuthorization:ok' })
      },
    },
  } satisfies Record<string, OpenType>
}
