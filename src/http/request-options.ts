import { invalidOptions } from '../auth-error'
import type { WxRequest } from '../platform/wx-port'
import { boolean, duration, must, object, openShape, optional, refuse, string } from '../check'
import { untrustedOrigin, type Signer } from './sign'
import { snapshot } from './snapshot'
import { resolveURL } from './url'

/** `required`: with a session, after a login if need be. `optional`: with the session if there is one. `none`: bare. */
export type AuthMode = 'required' | 'optional' | 'none'

/** wx.request's options, and these. */
export interface RequestOptions extends WxRequest {
  /** Default: 'required' for `baseURL` and `trustedOrigins`, 'none' for all others. */
  auth?: AuthMode
  /** Default true: sent again, once, with a new session when the server rejects the present one. */
  replay?: boolean
}

export interface Plan {
  mode: AuthMode
  replay: boolean
  /** What goes to wx.request, but for the token; a copy that nobody else holds. */
  request: WxRequest
}

const unserved = optional(must('be absent: request() returns a promise', () => false))

const checkRequest = openShape({
  url: string,
  auth: optional(must("be 'required', 'optional' or 'none'", (value) => MODES.includes(value))),
  replay: optional(boolean),
  header: optional(object),
  timeout: optional(duration(1)),
  success: unserved,
  fail: unserved,
  complete: unserved,
})

const MODES: readonly unknown[] = ['required', 'optional', 'none']

/** Checks a request and settles what is open. Throws INVALID_OPTIONS and UNTRUSTED_ORIGIN. */
export function planRequest(
  options: RequestOptions,
  { baseURL, signer }: { baseURL: string; signer: Signer },
): Plan {
  refuse('request', checkRequest(options))
  const { auth, replay = true, ...rest } = options
  const url = resolveURL(baseURL, rest.url)
  const trusted = signer.isTrusted(url)
  const mode = auth ?? (trusted ? 'required' : 'none')
  if (mode !== 'none') {
    if (!trusted) throw untrustedOrigin(`request: \`auth: '${mode}'\``)
    if (rest.redirect === 'follow') {
      throw invalidOptions(
        "request: `redirect: 'follow'` takes the session to wherever the server points; it needs `auth: 'none'`",
      )
    }
  }
  return { mode, replay, request: { ...rest, url, data: snapshot(rest.data), ...copyOf(rest.header) } }
}

function copyOf(header: WxRequest['header']): Pick<WxRequest, 'header'> {
  return header ? { header: { ...header } } : {}
}
