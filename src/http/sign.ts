import { AuthError, invalidOptions, isAuthError } from '../auth-error'
import type { WxRequest } from '../platform/wx-port'
import { isPlainObject } from '../plain-object'
import type { Session } from '../session/types'
import { createPlaceToken, type TokenPlacement } from './place-token'
import { originOf } from './url'

export interface Signer {
  /** May the token go to this absolute URL? */
  isTrusted(url: string): boolean
  /** A copy of the request that carries the session's token. Throws rather than sends it elsewhere. */
  sign(request: WxRequest, session: Session): WxRequest
}

export function createSigner(
  token: TokenPlacement,
  baseURL: string,
  trustedOrigins: readonly string[],
): Signer {
  const origins = new Set([baseURL, ...trustedOrigins].map(originOf))
  const placeToken = createPlaceToken(token)

  function isTrusted(url: string) {
    const origin = originOf(url)
    return origin !== null && origins.has(origin)
  }

  function placed(request: WxRequest, value: string) {
    let signed: WxRequest
    try {
      signed = placeToken(request, value)
    } catch (error) {
      throw isAuthError(error)
        ? error
        : invalidOptions('the function given as `token` threw; see `cause`', error)
    }
    if (!isPlainObject(signed)) throw invalidOptions('the function given as `token` must return a request')
    return signed
  }

  return {
    isTrusted,
    sign(request, session) {
      const signed = placed(request, session.token)
      // A placement of the app's own may have changed the URL.
      if (!isTrusted(signed.url)) throw untrustedOrigin('the request that `token` returned')
      // The platform would carry our header along to wherever a redirect points (CVE-2024-28849).
      return { ...signed, redirect: 'manual' }
    },
  }
}

// The URL itself is the app's business, and may hold what is not for a message.
export function untrustedOrigin(what: string): AuthError {
  return new AuthError(
    'UNTRUSTED_ORIGIN',
    `${what} needs a URL below \`baseURL\` or one of \`trustedOrigins\`, written plainly as https://host/path. ` +
      'The token was sent nowhere.',
  )
}
