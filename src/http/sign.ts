import { AuthError, invalidOptions, isAuthError } from '../auth-error'
import type { NetworkName } from '../platform/transport'
import type { WxTransfer } from '../platform/wx-port'
import { isPlainObject, spread } from '../plain-object'
import type { Session } from '../session/types'
import { createPlaceToken, type TokenPlacement } from './place-token'
import { originOf } from './url'

export interface Signer {
  /** May the token go to this absolute URL? One of a socket is that of its origin. */
  isTrusted(url: string): boolean
  /** A copy of the request that carries the session's token. Throws rather than sends it elsewhere. */
  sign(request: WxTransfer, session: Session, api?: NetworkName): WxTransfer
}

export function createSigner(
  token: TokenPlacement,
  baseURL: string,
  trustedOrigins: readonly string[],
): Signer {
  const origins = [baseURL, ...trustedOrigins].map(originOf)
  const placeToken = createPlaceToken(token)

  function isTrusted(url: string) {
    // Written as in the options, which is the rule, it needs no closer look.
    if (origins.some((origin) => origin !== null && url.startsWith(`${origin}/`))) return true
    const origin = originOf(url.replace(/^ws(?=s?:)/i, 'http'))
    return origin !== null && origins.indexOf(origin) >= 0
  }

  function placed(request: WxTransfer, value: string, api: NetworkName) {
    let signed: WxTransfer
    try {
      signed = placeToken(request, value, api)
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
    sign(request, session, api = 'request') {
      const signed = placed(request, session.token, api)
      // A placement of the app's own may have changed the URL.
      if (!isTrusted(signed.url)) throw untrustedOrigin('the request that `token` returned', signed.url)
      // The platform would carry our header along to wherever a redirect points (CVE-2024-28849). Uploads and
      // downloads have no such option.
      return api === 'request' ? spread(signed, { redirect: 'manual' }) : signed
    },
  }
}

// The rest of the URL is the app's business, and may hold what is not for a message.
export function untrustedOrigin(what: string, url: string): AuthError {
  const origin = originOf(url) ?? 'a URL that is not plainly https://host/path'
  return new AuthError(
    'UNTRUSTED_ORIGIN',
    `${what}: ${origin} is neither the origin of \`baseURL\` nor one of \`trustedOrigins\`. The token was sent nowhere.`,
  )
}
