import { answer, answerOrPromise, type Callbacks } from './callbacks'
import type { Calls } from './calls'
import type { Classifier } from './classify'
import { WxFailure } from './failure'
import type { Gesture } from './gesture'
import type { Phone } from './phone'
import type { StandIn } from './stand-in'
import type { OpenApi } from './timeline'

export interface UserInfoResult {
  userInfo: { nickName: string; avatarUrl: string }
  rawData: string
  signature: string
  encryptedData: string
  iv: string
}

interface Surroundings {
  phone: Phone
  standIn: StandIn
  classifier: Classifier
  calls: Calls
  gesture: Gesture
}

/** What WeChat itself answers: login codes and the user's data. */
export function createOpenData({ phone, standIn, classifier, calls, gesture }: Surroundings) {
  const distant = <Result extends object>(api: OpenApi, ask: () => Promise<Result>) =>
    calls.make(api, () => {
      requireNetwork(phone, api)
      return ask()
    })
  const userInfo = (api: 'getUserInfo' | 'getUserProfile', refusal: WxFailure | null = null) =>
    distant(api, () => {
      if (refusal) throw refusal
      if (phone.denied) throw new WxFailure(`${api}:fail auth deny`)
      return standIn.userInfo()
    })

  return {
    login: (options: Callbacks<{ code: string }> = {}) =>
      answer('login', options, () =>
        distant('login', async () => {
          const result = await standIn.login()
          classifier.noteLoginCode(result.code)
          return result
        }).catch((thrown: unknown) => {
          classifier.forget()
          throw thrown
        }),
      ),
    checkSession: (options: Callbacks<object> = {}) =>
      answerOrPromise('checkSession', options, () => distant('checkSession', () => standIn.checkSession())),
    getUserInfo: (options: Callbacks<UserInfoResult> = {}) =>
      answer('getUserInfo', options, () => userInfo('getUserInfo')),
    /** Withdrawn in 2022: it asks nothing and tells nothing, but still wants a tap. */
    getUserProfile(options: Callbacks<UserInfoResult> = {}) {
      const refusal = gesture.refusal('getUserProfile')
      return answerOrPromise('getUserProfile', options, () => userInfo('getUserProfile', refusal))
    },
  }
}

export function requireNetwork(phone: Phone, api: OpenApi) {
  if (phone.offline || phone.suspended) throw new WxFailure(`${api}:fail network error`, 600001)
}
