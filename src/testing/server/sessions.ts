import type { Timeline } from '../time/timeline'

/** The sessions that the server knows. */
export interface Sessions {
  issue(openid: string, lifetime?: number): string
  issueRefresh(openid: string): string
  /** Whose session it is; null when it is not valid (any more). */
  openidOf(token: string | null): string | null
  /** Whose refresh token it is; it works once. */
  redeemRefresh(refreshToken: unknown): string | null
  revoke(token: string): void
  revokeAllOf(openid: string): void
  expireAll(): void
  /** The first token made here that occurs in the text. */
  findIn(text: string): string | null
}

export function createSessions(timeline: Timeline): Sessions {
  const issued: string[] = []
  const valid = new Map<string, { openid: string; until: number }>()
  const refreshing = new Map<string, string>()
  let refreshes = 0
  return {
    issue(openid, lifetime = Infinity) {
      const token = `token-${issued.length + 1}`
      issued.push(token)
      valid.set(token, { openid, until: timeline.elapsed + lifetime * 1000 })
      return token
    },
    issueRefresh(openid) {
      const refreshToken = `refresh-${++refreshes}`
      refreshing.set(refreshToken, openid)
      return refreshToken
    },
    openidOf(token) {
      const session = token === null ? undefined : valid.get(token)
      return session && timeline.elapsed < session.until ? session.openid : null
    },
    redeemRefresh(refreshToken) {
      if (typeof refreshToken !== 'string') return null
      const openid = refreshing.get(refreshToken) ?? null
      refreshing.delete(refreshToken)
      return openid
    },
    revoke: (token) => void valid.delete(token),
    revokeAllOf(openid) {
      valid.forEach((session, token) => {
        if (session.openid === openid) valid.delete(token)
      })
    },
    expireAll: () => valid.clear(),
    // The longest first: 'token-1' also occurs in 'token-10'.
    findIn: (text) => [...issued].reverse().find((token) => text.includes(token)) ?? null,
  }
}
