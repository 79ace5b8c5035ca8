import { randomBytes } from 'node:crypto'

const TOKEN_LIFE = 7200
const TOKEN_INVALID = 40001
const TOKEN_EXPIRED = 42001

export interface AccessTokens {
  /** The valid token, or a new one if there is none or `forceRefresh` ends it. */
  issue(forceRefresh: boolean): { access_token: string; expires_in: number }
  /** 0, or the errcode of the refusal. */
  check(token: string): number
}

export function createAccessTokens(now: () => number): AccessTokens {
  let current: { token: string; expiresAt: number } | null = null

  return {
    issue(forceRefresh) {
      const at = now()
      if (!current || forceRefresh || at >= current.expiresAt) {
        current = { token: randomBytes(48).toString('base64url'), expiresAt: at + TOKEN_LIFE * 1000 }
      }
      return { access_token: current.token, expires_in: Math.floor((current.expiresAt - at) / 1000) }
    },
    check(token) {
      if (token !== current?.token) return TOKEN_INVALID
      return now() >= current.expiresAt ? TOKEN_EXPIRED : 0
    },
  }
}
