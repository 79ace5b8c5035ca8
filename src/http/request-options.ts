import { check, type Rule, type Table } from '../check'
import { invalidOptions } from '../auth-error'
import { snapshot } from '../plain-object'
import type { NetworkName } from '../platform/transport'
import type { WxDownload, WxFailure, WxRequest, WxResponse, WxTransfer, WxUpload } from '../platform/wx-port'
import { isSafe } from './method'
import type { Priority } from './queue'
import { untrustedOrigin, type TokenAttachment } from './token'
import { resolveURL } from './url'

/**
 * `required`: with the session, after a login if needed. `lazy`: guests are welcome: with the session if there is one, and
 * if the server asks for a login (`isExpired`), logs in and is sent again, once. `optional`: with the session if there is
 * one, never logs in. `none`: without it.
 */
export type RequestAuth = (typeof AUTH_MODES)[number]
export const AUTH_MODES = ['required', 'lazy', 'optional', 'none'] as const

/** Where a request is: waiting for a login, waiting for a slot, or on its way. A replay goes through them again. */
export type RequestStage = 'login' | 'queue' | 'network'

/** Options of every request besides those of `wx`. Plugins add theirs by module augmentation. */
export interface SendOptions {
  /** Is the session sent? @default createAuth's `auth` for `baseURL` and `trustedOrigins`, `'none'` for others */
  auth?: RequestAuth
  /** Is it sent again, once, with a new session when the server rejects the present one? @default true */
  replay?: boolean
  /**
   * May it be sent again when nobody knows whether the server got it? If so, and the background cuts it off, it is
   * sent again when the app is shown.
   * @default `true` for GET, HEAD, OPTIONS, TRACE and downloads
   */
  retry?: boolean
  /** Which goes first when more than `maxConcurrent` wait. @default 'normal' */
  priority?: Priority
  /** Called when a stage begins, to measure it. */
  onStage?: (stage: RequestStage) => void
}

/**
 * Typed as a method: callbacks may be annotated with the types of miniprogram-api-typings, which promise more fields
 * than the platform gives.
 */
type Callback<Argument> = { of(argument: Argument): void }['of']

type SendFailure = WxFailure & {
  errMsg: string
  /** What the promise rejects with. */
  error?: unknown
}

/** The callbacks of `wx`, for code that uses them. The promise settles all the same. */
export interface SendCallbacks<Result> {
  /** The answer, whatever its HTTP status. */
  success?: Callback<Result>
  /** The failure; its `error` is what the promise rejects with. */
  fail?: Callback<SendFailure>
  /** After either of the two. */
  complete?: Callback<Result | SendFailure>
}

/** wx.request's options, and these. */
export interface RequestOptions<T = unknown> extends WxRequest, SendOptions, SendCallbacks<WxResponse<T>> {}

/** wx.uploadFile's options, and these. */
export interface UploadOptions<T = unknown> extends WxUpload, SendOptions, SendCallbacks<WxResponse<T>> {
  /** As of wx.request: a body of JSON is parsed, unless it is another. @default 'json' */
  dataType?: string
}

/** wx.downloadFile's options, and these. */
export interface DownloadOptions extends WxDownload, SendOptions, SendCallbacks<DownloadResponse> {}

/** What wx.downloadFile's `success` is given. An error page is a file, too: look at `statusCode` first. */
export interface DownloadResponse {
  /** The HTTP status, whatever it is. */
  statusCode: number
  /** The file, if there was no `filePath`. */
  tempFilePath?: string
  /** The file, if there was a `filePath`. */
  filePath?: string
  /** The platform's text: downloadFile:ok. */
  errMsg?: string
}

export type AnyOptions = RequestOptions | UploadOptions | DownloadOptions

/** A request, upload or download as middleware sees it: a copy, without callbacks. */
export interface TransferOptions extends WxTransfer, SendOptions {
  /** Which function of `wx` it is for. */
  readonly api: NetworkName
  /**
   * The `generation` of the auth at the app's call. If the auth has another by now, this is a former user's request.
   */
  readonly generation: number
}

export interface Plan {
  api: NetworkName
  mode: RequestAuth
  replay: boolean
  retry: boolean
  priority: Priority
  onStage?: (stage: RequestStage) => void
  /** What goes to wx, without the token. Nobody else has this copy. */
  request: WxTransfer
}

const OPTIONAL = {
  auth: { oneOf: AUTH_MODES },
  replay: 'boolean',
  retry: 'boolean',
  priority: { oneOf: ['high', 'normal', 'low'] },
  onStage: 'function',
  header: 'object',
  // 0: the platform's.
  timeout: 'duration',
  success: 'function',
  fail: 'function',
  complete: 'function',
} satisfies Record<string, Rule>

const TABLES: Readonly<Record<NetworkName, Table>> = {
  request: { isOpen: true, required: { url: 'string' }, optional: OPTIONAL },
  uploadFile: {
    isOpen: true,
    required: { url: 'string', filePath: 'string', name: 'string' },
    optional: { ...OPTIONAL, formData: 'object' },
  },
  downloadFile: { isOpen: true, required: { url: 'string' }, optional: { ...OPTIONAL, filePath: 'string' } },
}

/** Throws INVALID_OPTIONS, naming the first option that is not what it should be. */
export function checkRequest(api: NetworkName, options: unknown): void {
  check(api, TABLES[api], options)
}

const ATTACHED: Table = { isOpen: true, required: { url: 'string' }, optional: { header: 'object' } }

const ATTACH: Table = { optional: { auth: { oneOf: AUTH_MODES } } }

/** The same for a request of another client. */
export function checkAttach(request: unknown, options: unknown): void {
  check('attach', ATTACHED, request)
  check('attach', ATTACH, options)
}

/** The app's options for middleware: without callbacks, and with copies of what may be changed. */
export function ownCopy(api: NetworkName, options: AnyOptions, generation: number): TransferOptions {
  return Object.assign(without(CALLBACKS, options), { api, generation })
}

// JSON.parse can give a member `__proto__`, and assigning that would set the copy's prototype.
const CALLBACKS = new Set(['success', 'fail', 'complete', '__proto__'])
/** What is not for `wx`. */
const OURS = new Set(['api', 'generation', 'auth', 'replay', 'retry', 'priority', 'onStage', ...CALLBACKS])
/** Copies of what the app may change while the request waits. */
const COPIED = new Set(['header', 'data', 'formData'])

function without(names: ReadonlySet<string>, options: AnyOptions): WxTransfer {
  const rest: Record<string, unknown> = {}
  for (const name of Object.keys(options)) {
    const value: unknown = options[name as keyof AnyOptions]
    if (!names.has(name) && !isLeftOut(name, value)) rest[name] = COPIED.has(name) ? snapshot(value) : value
  }
  return rest as unknown as WxTransfer
}

/** As HTTP clients write it. A body may be null. */
function isLeftOut(name: string, value: unknown): boolean {
  return value === null ? name !== 'data' : value === 0 && name === 'timeout'
}

/** A copy of what goes to `wx`, without what is not for it. */
export function forWx(options: AnyOptions): WxTransfer {
  return without(OURS, options)
}

interface Destination {
  baseURL: string
  /** Of requests to trusted origins that name none. */
  auth: RequestAuth
  tokenAttachment: TokenAttachment
}

export function modeOf({ url, auth }: AnyOptions, destination: Destination): RequestAuth {
  const { baseURL, tokenAttachment } = destination
  return auth ?? (tokenAttachment.isTrusted(resolveURL(baseURL, url)) ? destination.auth : 'none')
}

/** Fills in defaults, and copies what goes to `wx`. Throws INVALID_OPTIONS and UNTRUSTED_ORIGIN. */
export function planRequest(
  api: NetworkName,
  options: AnyOptions,
  { baseURL, tokenAttachment, auth: defaultAuth }: Destination,
): Plan {
  const { auth, replay, retry, priority, onStage } = options
  const request = forWx(options)
  const { method, redirect } = request
  const url = resolveURL(baseURL, options.url)
  const trusted = tokenAttachment.isTrusted(url)
  const mode = auth ?? (trusted ? defaultAuth : 'none')
  if (mode !== 'none') {
    if (!trusted) throw untrustedOrigin(`${api}: \`auth: '${mode}'\``, url)
    if (redirect === 'follow') {
      throw invalidOptions(
        `${api}: \`redirect: 'follow'\` takes the session to wherever the server points; it needs \`auth: 'none'\``,
      )
    }
  }
  request.url = url
  const mayRepeat = retry ?? (api === 'downloadFile' || (api === 'request' && isSafe(method)))
  return {
    api,
    mode,
    replay: replay ?? true,
    retry: mayRepeat,
    priority: priority ?? 'normal',
    onStage: onStage ?? undefined,
    request,
  }
}
