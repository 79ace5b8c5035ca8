import { randomUUID } from 'node:crypto'
import type { Store } from './database'

export interface Avatar {
  /** Names the picture in its public URL; a new picture has another one, so that it may be cached for ever. */
  id: string
  type: string
  bytes: Uint8Array
}

export interface Avatars {
  /** Takes the place of the one before. */
  put(userId: string, picture: Omit<Avatar, 'id'>): Avatar
  find(id: string): Avatar | null
  ofUser(userId: string): Avatar | null
}

/** One picture for each user, at most. */
export function createAvatars(database: Store): Avatars {
  const columns = 'id, type, bytes'
  const upsert = database.prepare(
    `INSERT INTO avatars (user_id, id, type, bytes) VALUES (?, ?, ?, ?)
     ON CONFLICT (user_id) DO UPDATE SET id = excluded.id, type = excluded.type, bytes = excluded.bytes`,
  )
  const byId = database.prepare(`SELECT ${columns} FROM avatars WHERE id = ?`)
  const byUser = database.prepare(`SELECT ${columns} FROM avatars WHERE user_id = ?`)

  return {
    put(userId, { type, bytes }) {
      const id = randomUUID()
      upsert.run(userId, id, type, Buffer.from(bytes))
      return { id, type, bytes }
    },
    find: (id) => (byId.get(id) as Avatar | undefined) ?? null,
    ofUser: (userId) => (byUser.get(userId) as Avatar | undefined) ?? null,
  }
}
