import { createSecret, hashSecret } from '../secrets'
import type { Identity } from '../wechat/client'
import type { Store } from './database'

const TICKET_LIFE = 10 * 60 * 1000

export interface Tickets {
  create(identity: Identity): string
  /** Leaves the ticket usable. */
  find(ticket: string): Identity | null
  /** Uses the ticket up. */
  take(ticket: string): Identity | null
}

/** Tickets let a user whom WeChat knows, but we do not, come back once with the account to bind. */
export function createTickets(database: Store, now: () => number): Tickets {
  const columns = 'openid, unionid, session_key AS sessionKey'
  const insert = database.prepare(
    'INSERT INTO tickets (ticket_hash, openid, unionid, session_key, expires_at) VALUES (?, ?, ?, ?, ?)',
  )
  const select = database.prepare(`SELECT ${columns} FROM tickets WHERE ticket_hash = ? AND expires_at > ?`)
  const remove = database.prepare('DELETE FROM tickets WHERE ticket_hash = ?')
  const purge = database.prepare('DELETE FROM tickets WHERE expires_at <= ?')

  const find = (ticket: string): Identity | null =>
    (select.get(hashSecret(ticket), now()) as Identity | undefined) ?? null

  return {
    create({ openid, unionid, sessionKey }) {
      const createdAt = now()
      purge.run(createdAt)
      const ticket = createSecret()
      insert.run(hashSecret(ticket), openid, unionid, sessionKey, createdAt + TICKET_LIFE)
      return ticket
    },
    find,
    take(ticket) {
      const identity = find(ticket)
      return remove.run(hashSecret(ticket)).changes === 1 ? identity : null
    },
  }
}
