import { createButtons } from './buttons'
import { createCalls } from './calls'
import { createClassifier } from './classify'
import { createDialogs } from './dialogs'
import { obligingUser, type Display } from './display'
import { createDownloadFile } from './download'
import { createFiles } from './files'
import { createGesture, inheriting } from './gesture'
import type { Hosts } from './http'
import { createOpenData } from './open-data'
import { createPhone, type Phone } from './phone'
import { createPrivacy } from './privacy'
import { createRequest } from './request'
import { createStreamBody } from './send-body'
import { createSettings } from './settings'
import { createStandIn } from './stand-in'
import { createStorage, type KeyValueStore } from './storage'
import { createAppEvents, createSystem } from './system'
import { createRecorder, type TimelineEntry } from './timeline'
import { createTransfers } from './transfer'
import { createUploadFile, type SendBody } from './upload'

export interface SimulatedWxOptions {
  /** Where the stand-in for WeChat listens. */
  standInURL: string
  appId: string
  /** Whose phone this is; the stand-in gives each user an openid. */
  user: string
  storage?: KeyValueStore
  hosts?: Hosts
  phone?: Phone
  /** What the user sees and answers; by default, yes to everything. */
  display?: Display
  record?: (entry: TimelineEntry) => void
  /** How an upload is sent; by default, as Node can. */
  sendBody?: SendBody
}

export type SimulatedWx = ReturnType<typeof createWx>['wx']

/**
 * A `wx` for one run of one mini program. It needs nothing but fetch, AbortController and timers, so it
 * runs in a browser and in Node; only uploads are sent in another way in each. `dispose` is the end of the run: what is under way is aborted.
 */
export function createWx(options: SimulatedWxOptions) {
  const { appId, hosts = {}, phone = createPhone(), record = () => undefined } = options
  const { display = obligingUser, sendBody = createStreamBody() } = options
  const storage = options.storage ?? new Map<string, string>()
  let ended = false
  // What is aborted by the end is no longer part of the run.
  const recorder = createRecorder((entry) => {
    if (!ended) record(entry)
  })
  const classifier = createClassifier()
  const standIn = createStandIn(options.standInURL, appId, options.user)

  const gesture = createGesture()
  const calls = createCalls(recorder)
  const settings = createSettings({ phone, display, gesture, calls })
  const privacy = createPrivacy(phone, display, calls)
  const transfers = createTransfers({ phone, hosts, recorder, classifier })
  const files = createFiles()
  const appEvents = createAppEvents(phone)
  const stopRecording = phone.subscribe((event) => recorder.write({ type: 'phone', event }))

  return {
    wx: {
      ...createOpenData({ phone, standIn, classifier, calls, gesture }),
      ...createDialogs(display, gesture),
      ...privacy.api,
      ...settings.api,
      getSetting: inheriting(gesture, settings.api.getSetting),
      ...createStorage(storage, recorder),
      ...createSystem(phone, appId),
      ...appEvents.api,
      ...files.api,
      request: inheriting(gesture, createRequest(transfers)),
      uploadFile: createUploadFile(transfers, files, sendBody),
      downloadFile: inheriting(gesture, createDownloadFile(transfers, files)),
    },
    /** What the phone's own buttons ask; an app cannot call these. */
    buttons: createButtons({ phone, standIn, display, calls, privacy, openSettings: settings.open }),
    /** Without the consent there are no suggestions for `<input type="nickname">`. */
    suggestNickname: () => privacy.demand('nickname').then(() => options.user),
    /** The user taps: to be called before the app hears of it. */
    tap: () => gesture.begin(),
    /** From here on, a request counts as a replay for a new 401 only. */
    forgetRefusals: () => classifier.forget(),
    phone,
    files,
    dispose() {
      ended = true
      stopRecording()
      appEvents.dispose()
      transfers.dispose()
    },
  }
}
