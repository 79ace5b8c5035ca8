import { createSecret, hashSecret } from '../secrets'
import type { Store } from './database'

export interface Session {
  /** The hash of the token. */
  id: string
  userId: string
  openid: string
  sessionKey: string
  expiresAt: number
}

export interface Sessions {
  create(owner: { userId: string; openid: string; sessionKey: string }): {
    id: string
    token: string
    expiresIn: number
  }
  find(token: string): Session | null
  isOpen(id: string): boolean
  end(id: string): void
  /** All of a WeChat user's. */
  endOf(openid: string): void
  endAll(): number
}

/** Sessions of `ttl` seconds each. Only the hash of a token is stored: a stolen database opens no session. */
export function createSessions(database: Store, now: () => number, ttl: number): Sessions {
  const insert = database.prepare(
    `INSERT INTO sessions (token_hash, user_id, openid, session_key, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const select = database.prepare(
    `SELECT token_hash AS id, user_id AS userId, openid, session_key AS sessionKey, expires_at AS expiresAt
     FROM sessions WHERE token_hash = ? AND expires_at > ?`,
  )
  const remove = database.prepare('DELETE FROM sessions WHERE token_hash = ?')
  const removeOf = database.prepare('DELETE FROM sessions WHERE openid = ?')
  const removeAll = database.prepare('DELETE FROM sessions WHERE expires_at > ?')
  const purge = database.prepare('DELETE FROM sessions WHERE expires_at <= ?')

  return {
    create({ userId, openid, sessionKey }) {
      const createdAt = now()
      purge.run(createdAt)
      const token = createSecret()
      const id = hashSecret(token)
      insert.run(id, userId, openid, sessionKey, createdAt, createdAt + ttl * 1000)
      return { id, token, expiresIn: ttl }
    },
    find(token) {
      return (select.get(hashSecret(token), now()) as Session | undefined) ?? null
    },
    isOpen: (id) => select.get(id, now()) !== undefined,
    end(id) {
      remove.run(id)
    },
    endOf(openid) {
      removeOf.run(openid)
    },
    endAll() {
      const at = now()
      purge.run(at)
      return removeAll.run(at).changes
    },
  }
}
