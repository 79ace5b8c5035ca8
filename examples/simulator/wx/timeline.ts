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

export type OpenApi = 'login' | 'checkSession' | 'getUserInfo' | 'getPhoneNumber'

export type PhoneEvent = 'show' | 'hide' | 'suspend' | 'offline' | 'online' | 'denied' | 'allowed'

/** `exchange` carries a login code; `replay` repeats, with another token, what was answered by a 401. */
export type RequestKind = 'exchange' | 'request' | 'replay'

export interface RequestLabel {
  kind: RequestKind
  method: string
  path: string
  /** Shortened; null when the request carries none. */
  token: string | null
}

export interface Recorder {
  nextId(): number
  write(step: TimelineStep): void
}

export function createRecorder(record: (entry: TimelineEntry) => void): Recorder {
  let id = 0
  return {
    nextId: () => ++id,
    write: (step) => record({ at: Date.now(), ...step }),
  }
}

/** Enough of a secret to tell it from another one, and not enough to use it. */
export function shorten(secret: string): string {
  return `${secret.slice(0, 4)}…`
}
