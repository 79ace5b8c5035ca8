/** One thing that happened, with when (true ms since the world began) and in which life of the app. */
export type Step = Happening & { at: number; life: number }

export type Happening =
  | CallStep
  | EndStep
  | RequestStep
  | AnswerStep
  | StorageStep
  | { type: 'app'; event: 'launch' | 'hide' | 'interrupt' | 'suspend' | 'show' | 'kill'; options?: unknown }
  | { type: 'device'; event: 'online' | 'offline' | 'jump'; ms?: number }

/** The app called a function of wx. */
export interface CallStep {
  type: 'call'
  /** Its number: the steps that belong to it have the same. */
  call: number
  /** Of the function of `wx`. */
  name: string
  /** A copy, without callbacks. */
  options: unknown
}

/** A call ended: one callback was made, or it threw, or (a Sync function) returned. */
export interface EndStep {
  type: 'end'
  /** The number of the call that it belongs to. */
  call: number
  /** Of the function of `wx`. */
  name: string
  /** Which callback, or what else. */
  how: 'success' | 'fail' | 'throw' | 'return'
  /** What the app was given. */
  result?: unknown
}

/** A request left the phone; one that is queued behind ten others has not yet. */
export interface RequestStep {
  type: 'request'
  /** The number of the call that it belongs to. */
  call: number
  /** request, uploadFile or downloadFile. */
  name: string
  /** In capitals. */
  method: string
  /** As it was sent. */
  url: string
  /** As it was sent. */
  header: Record<string, string>
  /** A copy of what was sent. */
  data: unknown
  /** The token it carries, wherever that is; null without one. */
  token: string | null
}

/** The server answered; whether the phone hears of it is another matter. */
export interface AnswerStep {
  type: 'answer'
  /** The number of the call that it belongs to. */
  call: number
  /** Of its request. */
  method: string
  /** Of its request. */
  url: string
  /** The HTTP status. */
  statusCode: number
  /** The body. */
  data: unknown
}

/** Something was read, written or removed. */
export interface StorageStep {
  type: 'storage'
  /** Which of the three. */
  action: 'get' | 'set' | 'remove'
  /** Where. */
  key: string
  /** What was read or written; undefined when there was nothing, or at a removal. */
  data?: unknown
  /** Was it to be encrypted? */
  encrypt: boolean
}

/** One line of a printed history. */
export function describeStep(step: Step): string {
  return `${String(step.at).padStart(8)} ms  ${step.type.padEnd(8)} ${detail(step)}`
}

function detail(step: Step): string {
  switch (step.type) {
    case 'call':
      return `wx.${step.name} #${step.call}`
    case 'end':
      return `wx.${step.name} #${step.call} ${step.how}${said(step.result)}`
    case 'request':
      return `${step.method} ${step.url}${step.token ? ` with ${step.token}` : ''} #${step.call}`
    case 'answer':
      return `${step.statusCode} to ${step.method} ${step.url} #${step.call}`
    case 'storage':
      return `${step.action} ${step.key}`
    case 'app':
      return `${step.event} (life ${step.life})`
    case 'device':
      return step.event + (step.ms === undefined ? '' : ` ${step.ms} ms`)
  }
}

function said(result: unknown): string {
  const { errMsg } = (result ?? {}) as { errMsg?: unknown }
  return typeof errMsg === 'string' ? `: ${errMsg}` : ''
}
