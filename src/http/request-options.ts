import { invalidOptions } from '../auth-error'
import type { WxRequest } from '../platform/wx-port'
import { isPlainObject } from '../plain-object'
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

const MODES: readonly unknown[] = ['required', 'optional', 'none']

/** Checks a request and settles what is open. Throws INVALID_OPTIONS and UNTRUSTED_ORIGIN. */
export function planRequest(
  options: RequestOptions,
  { baseURL, signer }: { baseURL: string; signer: Signer },
): Plan {
  if (!isPlainObject(options)) throw invalidOptions('request: ' + 'needs an object of options')
  const { auth, replay = true, ...rest } = options
  if (typeof rest.url !== 'string') throw invalidOptions('request: ' + '`url` must be a string')
  if (auth !== undefined && !MODES.includes(auth))
    throw invalidOptions('request: ' + "`auth` must be 'required', 'optional' or 'none'")
  if (typeof replay !== 'boolean') throw invalidOptions('request: ' + '`replay` must be true or false')
  if (rest.header !== undefined && !isPlainObject(rest.header))
    throw invalidOptions('request: ' + '`header` must be an object')
  for (const callback of ['success', 'fail', 'complete']) {
    if (callback in rest)
      throw invalidOptions('request: ' + `\`${callback}\` is not served: request() returns a promise`)
  }

  const url = resolveURL(baseURL, rest.url)
  const trusted = signer.isTrusted(url)
  const mode = auth ?? (trusted ? 'required' : 'none')
  if (mode !== 'none') {
    if (!trusted) throw untrustedOrigin(`request: \`auth: '${mode}'\``)
    if (rest.redirect === 'follow') {
      throw invalidOptions(
        'request: ' +
          "`redirect: 'follow'` would take the session wherever the server points to. Use `auth: 'none'` there",
      )
    }
  }
  return { mode, replay, request: { ...rest, url, data: snapshot(rest.data), ...copyOf(rest.header) } }
}

function copyOf(header: WxRequest['header']): Pick<WxRequest, 'header'> {
  return header ? { header: { ...header } } : {}
}
