import { check, type Shape } from '../check'
import { invalidOptions } from '../auth-error'
import type { NetworkName } from '../platform/transport'
import type { WxDownload, WxFailure, WxRequest, WxResponse, WxTransfer, WxUpload } from '../platform/wx-port'
import { isSafe } from './method'
import type { Priority } from './queue'
import { untrustedOrigin, type TokenAttachment } from './token'
import { snapshot } from './snapshot'
import { resolveURL } from './url'

/** `required`: with a session, after a login if need be. `optional`: with the session if there is one. `none`: bare. */
export type AuthMode = 'required' | 'optional' | 'none'

/** Where a request is: waiting for a login, in line, on its way. A replay goes through them again. */
export type RequestStage = 'login' | 'queue' | 'network'

/** What every request may have besides the options of `wx`. Middleware adds its own by module augmentation. */
export interface SendOptions {
  /** Default: 'required' for `baseURL` and `trustedOrigins`, 'none' for all others. */
  auth?: AuthMode
  /** Default true: sent again, once, with a new session when the server rejects the present one. */
  replay?: boolean
  /**
   * May it be sent again when nobody knows whether the server got it? Default: for GET, HEAD, OPTIONS, TRACE and
   * downloads. Such a request, cut off by the background, is sent again when the app is shown.
   */
  retry?: boolean
  /** Who goes first where more than `maxConcurrent` wait. Default 'normal'. */
  priority?: Priority
  /** Called when a stage begins; for measuring. */
  onStage?: (stage: RequestStage) => void
}

/**
 * Compared as a method is, whose parameter may be the more special type: callbacks in the field are annotated with the
 * types of miniprogram-api-typings, which promise more fields than the platform gives.
 */
type Callback<Argument> = { of(argument: Argument): void }['of']

type SendFailure = WxFailure & {
  errMsg: string
  /** What the promise rejects with. */
  error?: unknown
}

/** wx's callbacks, for code that has them; the promise is served all the same. */
export interface SendCallbacks<Result> {
  /** Any HTTP status. */
  success?: Callback<Result>
  /** `error` is what the promise rejects with. */
  fail?: Callback<SendFailure>
  /** After either of the two. */
  complete?: Callback<Result | SendFailure>
}

/** wx.request's options, and these. */
export interface RequestOptions<T = unknown> extends WxRequest, SendOptions, SendCallbacks<WxResponse<T>> {}

/** wx.uploadFile's options, and these. */
export interface UploadOptions<T = unknown> extends WxUpload, SendOptions, SendCallbacks<WxResponse<T>> {}

/** wx.downloadFile's options, and these. */
export interface DownloadOptions extends WxDownload, SendOptions, SendCallbacks<DownloadResponse> {}

/** What wx.downloadFile's `success` is given: any status is a file, look at `statusCode` before it is opened. */
export interface DownloadResponse {
  /** The HTTP status, whatever it is. */
  statusCode: number
  /** Where the file is, if `filePath` named no place. */
  tempFilePath?: string
  /** Where the file is, if `filePath` named a place. */
  filePath?: string
  /** The platform's word: downloadFile:ok. */
  errMsg?: string
}

export type AnyOptions = RequestOptions | UploadOptions | DownloadOptions

/** Any of the three, as middleware sees it: without callbacks, and a copy that it may change. */
export interface TransferOptions extends WxTransfer, SendOptions {
  /** Which function of `wx` it is for. */
  readonly api: NetworkName
  /**
   * Whose request it is: the `generation` of the auth when the app asked for it. By the time that middleware has waited
   * for something, the auth may have another, and the request is not the present user's.
   */
  readonly generation: number
}

export interface Plan {
  api: NetworkName
  mode: AuthMode
  replay: boolean
  retry: boolean
  priority: Priority
  onStage?: (stage: RequestStage) => void
  /** What goes to wx, but for the token; a copy that nobody else holds. */
  request: WxTransfer
}

const COMMON = {
  url: 'string',
  auth: ['required', 'optional', 'none'],
  replay: 'boolean',
  retry: 'boolean',
  priority: ['high', 'normal', 'low'],
  onStage: 'function',
  header: 'object',
  timeout: 'timeout',
  success: 'function',
  fail: 'function',
  complete: 'function',
} as const

const SHAPES: Readonly<Record<NetworkName, Shape>> = {
  request: { isOpen: true, required: ['url'], members: COMMON },
  uploadFile: {
    isOpen: true,
    required: ['url', 'filePath', 'name'],
    members: { ...COMMON, filePath: 'string', name: 'string', formData: 'object' },
  },
  downloadFile: { isOpen: true, required: ['url'], members: { ...COMMON, filePath: 'string' } },
}

/** Throws INVALID_OPTIONS, naming what a request was given in vain. */
export function checkRequest(api: NetworkName, options: unknown): void {
  check(api, SHAPES[api], options)
}

const ATTACHED: Shape = { isOpen: true, required: ['url'], members: { url: 'string', header: 'object' } }

/** The same for a request of another client. */
export function checkAttach(request: unknown): void {
  check('attach', ATTACHED, request)
}

/** What the app asked for, for middleware: without its callbacks, and with a copy of all that anybody may change. */
export function ownCopy(api: NetworkName, options: AnyOptions, generation: number): TransferOptions {
  return Object.assign(without(CALLBACKS, options), { api, generation })
}

// `__proto__` may be a member of what came from JSON, and is none to who copies it.
const CALLBACKS = new Set(['success', 'fail', 'complete', '__proto__'])
/** What is not for `wx`. */
const OURS = new Set(['api', 'generation', 'auth', 'replay', 'retry', 'priority', 'onStage', ...CALLBACKS])
/** What the app may go on with, while the request waits. */
const COPIED = new Set(['header', 'data', 'formData'])

function without(names: ReadonlySet<string>, options: AnyOptions): WxTransfer {
  const rest: Record<string, unknown> = {}
  for (const name of Object.keys(options)) {
    const value: unknown = options[name as keyof AnyOptions]
    if (!names.has(name)) rest[name] = COPIED.has(name) ? snapshot(value) : value
  }
  return rest as unknown as WxTransfer
}

interface Destination {
  baseURL: string
  tokenAttachment: TokenAttachment
}

export function modeOf({ url, auth }: AnyOptions, { baseURL, tokenAttachment }: Destination): AuthMode {
  return auth ?? (tokenAttachment.isTrusted(resolveURL(baseURL, url)) ? 'required' : 'none')
}

/** Settles what is open, and copies what goes to `wx`. Throws INVALID_OPTIONS and UNTRUSTED_ORIGIN. */
export function planRequest(
  api: NetworkName,
  options: AnyOptions,
  { baseURL, tokenAttachment }: Destination,
): Plan {
  const {
    auth,
    replay = true,
    retry,
    priority = 'normal',
    onStage,
    method,
    redirect,
  } = options as TransferOptions
  const url = resolveURL(baseURL, options.url)
  const trusted = tokenAttachment.isTrusted(url)
  const mode = auth ?? (trusted ? 'required' : 'none')
  if (mode !== 'none') {
    if (!trusted) throw untrustedOrigin(`${api}: \`auth: '${mode}'\``, url)
    if (redirect === 'follow') {
      throw invalidOptions(
        `${api}: \`redirect: 'follow'\` takes the session to wherever the server points; it needs \`auth: 'none'\``,
      )
    }
  }
  const request = without(OURS, options)
  request.url = url
  const mayRepeat = retry ?? (api === 'downloadFile' || (api === 'request' && isSafe(method)))
  return { api, mode, replay, retry: mayRepeat, priority, onStage, request }
}
