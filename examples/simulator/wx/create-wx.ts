import { createClassifier } from './classify'
import { createDownloadFile } from './download'
import { createFiles } from './files'
import type { Hosts } from './http'
import { createOpenData } from './open-data'
import { createPhone, type Phone } from './phone'
import { createRequest } from './request'
import { createStreamBody } from './send-body'
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
  const { sendBody = createStreamBody() } = options
  const storage = options.storage ?? new Map<string, string>()
  let ended = false
  // What is aborted by the end is no longer part of the run.
  const recorder = createRecorder((entry) => {
    if (!ended) record(entry)
  })
  const classifier = createClassifier()
  const standIn = createStandIn(options.standInURL, appId, options.user)

  const { getPhoneNumber, ...openData } = createOpenData({ phone, standIn, recorder, classifier })
  const transfers = createTransfers({ phone, hosts, recorder, classifier })
  const files = createFiles()
  const appEvents = createAppEvents(phone)
  const stopRecording = phone.subscribe((event) => recorder.write({ type: 'phone', event }))

  return {
    wx: {
      ...openData,
      ...createStorage(storage, recorder),
      ...createSystem(phone, appId),
      ...appEvents.api,
      ...files.api,
      request: createRequest(transfers),
      uploadFile: createUploadFile(transfers, files, sendBody),
      downloadFile: createDownloadFile(transfers, files),
    },
    /** What the phone's own buttons ask; an app cannot call these. */
    getPhoneNumber,
    chooseAvatar: () => standIn.avatarURL(),
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
