import { isWechat, sessionWith } from './session'
import type { Remembered } from './types'

/** Raised when the stored shape changes; another version is read as nothing stored. */
const VERSION = 1

/** What is stored; null removes the key. */
export function encodeEnvelope({ session, loggedOut, skew }: Remembered): object | null {
  if (loggedOut) return { v: VERSION, loggedOut }
  if (!session) return null
  const { token, refreshToken, obtainedAt, expiresAt, user } = session
  return { v: VERSION, token, refreshToken, obtainedAt, expiresAt, skew, user, wechat: isWechat(session) }
}

/** What was stored; null unless every field is valid. Never throws. */
export function decodeEnvelope<User>(data: unknown): Remembered<User> | null {
  const {
    v,
    loggedOut,
    token,
    refreshToken,
    obtainedAt,
    expiresAt,
    skew = 0,
    user,
    wechat,
  } = (data ?? {}) as Record<string, unknown>
  if (v !== VERSION) return null
  if (loggedOut === 'user' || loggedOut === 'ended') return { session: null, loggedOut, skew: 0 }
  if (typeof token !== 'string' || token === '' || !isTime(obtainedAt) || !isTime(skew)) return null
  if (!(refreshToken == null || typeof refreshToken === 'string')) return null
  if (!(expiresAt == null || isTime(expiresAt))) return null
  if (typeof wechat !== 'boolean') return null
  const known = {
    token,
    obtainedAt,
    refreshToken: refreshToken ?? undefined,
    expiresAt: expiresAt ?? undefined,
  }
  const session = sessionWith(known, user as User | undefined, { isWechat: wechat })
  return { session, loggedOut: null, skew }
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value)
}
