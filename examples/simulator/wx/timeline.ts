/** What the simulated phone reports of itself: one entry per step, in the order of their happening. */
export type TimelineEntry = { at: number } & TimelineStep

export type TimelineStep =
  | { type: 'call'; phase: 'started'; id: number; api: OpenApi }
  | {
      type: 'call'
      phase: 'ended'
      id: number
      api: OpenApi
      ok: boolean
      errMsg: string
      code: string | null
      ms: number
    }
  | ({ type: 'request'; phase: 'queued' | 'started'; id: number } & RequestLabel)
  | ({
      type: 'request'
      phase: 'ended'
      id: number
      status: number | null
      errMsg: string
      errno?: number
      ms: number
    } & RequestLabel)
  | { type: 'storage'; operation: 'read' | 'write' | 'remove'; key: string }
  | { type: 'phone'; event: PhoneEvent }

export type OpenApi =
  | 'login'
  | 'checkSession'
  | 'getUserInfo'
  | 'getUserProfile'
  | 'getPhoneNumber'
  | 'getRealtimePhoneNumber'
  | 'chooseAvatar'
  | 'authorize'
  | 'openSetting'
  | 'requirePrivacyAuthorize'

export type PhoneEvent =
  | 'show'
  | 'hide'
  | 'suspend'
  | 'offline'
  | 'online'
  | 'denied'
  | 'allowed'
  | 'privacyAgreed'
  | 'privacyRefused'
  | 'oldClient'
  | 'presentClient'

/** `exchange` carries a login code; `replay` repeats, with another token, what was answered by a 401. */
export type RequestKind = 'exchange' | 'request' | 'replay'

export interface RequestLabel {
  kind: RequestKind
  method: string
  /** Where it is sent to. */
  origin: string
  path: string
  /** Shortened; null when the request carries none. */
  token: string | null
}

export interface Recorder {
  nextId(): number
  write(step: TimelineStep): void
}

const SHOWN_TEXTS = ['errMsg', 'path', 'key']

export function createRecorder(record: (entry: TimelineEntry) => void): Recorder {
  let id = 0
  return {
    nextId: () => ++id,
    write: (step) => record({ at: Date.now(), ...masked(step) }),
  }
}

function masked(step: TimelineStep): TimelineStep {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(step))
    if (SHOWN_TEXTS.includes(name) && typeof value === 'string') texts[name] = mask(value)
  return { ...step, ...texts }
}

/** A text of the app's or of the network's, without what only they should know. */
export function mask(text: string): string {
  return text
    .replace(/\?[^\s"]+/g, '?…')
    .replace(/\b(1\d{2})\d{4}(\d{4})\b/g, '$1****$2')
    .replace(/(?=[\w+=-]*[A-Z\d])[\w+=-]{30,}/g, shorten)
}

/** Enough of a secret to tell it from another one, and not enough to use it. */
export function shorten(secret: string): string {
  return `${secret.slice(0, 4)}…`
}
