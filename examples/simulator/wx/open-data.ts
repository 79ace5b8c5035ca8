import { answer, answerOrPromise, type Callbacks } from './callbacks'
import type { Classifier } from './classify'
import { failureOf, WxFailure } from './failure'
import type { Phone } from './phone'
import type { StandIn } from './stand-in'
import { shorten, type OpenApi, type Recorder } from './timeline'

export interface UserInfoResult {
  userInfo: { nickName: string; avatarUrl: string }
  rawData: string
  signature: string
  encryptedData: string
  iv: string
}

export interface PhoneNumberResult {
  code: string
  encryptedData: string
  iv: string
}

interface Surroundings {
  phone: Phone
  standIn: StandIn
  recorder: Recorder
  classifier: Classifier
}

/** What WeChat itself answers: login codes and the user's data. */
export function createOpenData({ phone, standIn, recorder, classifier }: Surroundings) {
  async function recorded<Result extends object>(api: OpenApi, work: () => Promise<Result>): Promise<Result> {
    const id = recorder.nextId()
    const startedAt = Date.now()
    const ended = (ok: boolean, errMsg: string, code: string | null) =>
      recorder.write({ type: 'call', phase: 'ended', id, api, ok, errMsg, code, ms: Date.now() - startedAt })
    recorder.write({ type: 'call', phase: 'started', id, api })
    try {
      if (phone.offline || phone.suspended) throw new WxFailure(`${api}:fail network error`, 600001)
      const result = await work()
      ended(true, `${api}:ok`, codeOf(result))
      return result
    } catch (thrown) {
      const failure = failureOf(api, thrown)
      ended(false, failure.errMsg, null)
      throw new WxFailure(failure.errMsg, failure.errno)
    }
  }

  const shared = <Result extends object>(api: OpenApi, ask: () => Promise<Result>) =>
    recorded(api, () => {
      if (phone.denied) throw new WxFailure(`${api}:fail auth deny`)
      return ask()
    })

  return {
    login: (options: Callbacks<{ code: string }> = {}) =>
      answer('login', options, () =>
        recorded('login', async () => {
          const result = await standIn.login()
          classifier.noteLoginCode(result.code)
          return result
        }).catch((thrown: unknown) => {
          classifier.forget()
          throw thrown
        }),
      ),
    checkSession: (options: Callbacks<object> = {}) =>
      answerOrPromise('checkSession', options, () => recorded('checkSession', () => standIn.checkSession())),
    getUserInfo: (options: Callbacks<UserInfoResult> = {}) =>
      answer('getUserInfo', options, () => shared('getUserInfo', () => standIn.userInfo())),
    /** Not a wx API: what `<button open-type="getPhoneNumber">` asks. */
    getPhoneNumber: (options: Callbacks<PhoneNumberResult> = {}) =>
      answer('getPhoneNumber', options, () => shared('getPhoneNumber', () => standIn.phoneNumber())),
  }
}

function codeOf(result: object) {
  return 'code' in result && typeof result.code === 'string' ? shorten(result.code) : null
}
