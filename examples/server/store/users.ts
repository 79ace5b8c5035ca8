import { randomUUID } from 'node:crypto'
import type { Identity, PhoneNumber } from '../wechat/client'
import type { Store } from './database'

export interface User {
  id: string
  name: string | null
  nickName: string | null
  avatarUrl: string | null
  phoneNumber: string | null
}

export interface Users {
  get(id: string): User | null
  findByOpenid(openid: string): User | null
  findByPhone(phone: PhoneNumber): User | null
  /** Returns null when the name is taken. */
  create(details: { name?: string; phone?: PhoneNumber }): User | null
  addIdentity(userId: string, identity: Identity): void
  /** The account stays, without this WeChat user. */
  removeIdentity(openid: string): void
  setProfile(id: string, profile: { nickName: string; avatarUrl: string }): void
  /** It belongs to one account: whoever had it before has it no longer. */
  setPhone(id: string, phone: PhoneNumber): void
  setAvatar(id: string, avatarUrl: string): User | null
}

export function createUsers(database: Store, now: () => number): Users {
  const columns = `users.id, name, nick_name AS nickName, avatar_url AS avatarUrl, phone_number AS phoneNumber`
  const byId = database.prepare(`SELECT ${columns} FROM users WHERE id = ?`)
  const byOpenid = database.prepare(
    `SELECT ${columns} FROM users JOIN identities ON identities.user_id = users.id WHERE openid = ?`,
  )
  const byPhone = database.prepare(
    `SELECT ${columns} FROM users WHERE phone_country = ? AND phone_number = ? ORDER BY created_at LIMIT 1`,
  )
  const insert = database.prepare(
    `INSERT INTO users (id, name, phone_country, phone_number, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (name) DO NOTHING`,
  )
  const insertIdentity = database.prepare(
    'INSERT INTO identities (openid, unionid, user_id, created_at) VALUES (?, ?, ?, ?)',
  )
  const deleteIdentity = database.prepare('DELETE FROM identities WHERE openid = ?')
  const updateProfile = database.prepare('UPDATE users SET nick_name = ?, avatar_url = ? WHERE id = ?')
  const updatePhone = database.prepare('UPDATE users SET phone_country = ?, phone_number = ? WHERE id = ?')
  const removePhone = database.prepare(
    `UPDATE users SET phone_country = NULL, phone_number = NULL
     WHERE phone_country = ? AND phone_number = ? AND id <> ?`,
  )
  const updateAvatar = database.prepare('UPDATE users SET avatar_url = ? WHERE id = ?')

  const get = (id: string): User | null => (byId.get(id) as User | undefined) ?? null

  const movePhone = database.transaction((id: string, { countryCode, number }: PhoneNumber) => {
    // WeChat vouches for who has it now; carriers give a number to somebody else some day.
    removePhone.run(countryCode, number, id)
    updatePhone.run(countryCode, number, id)
  })

  return {
    get,
    findByOpenid: (openid) => (byOpenid.get(openid) as User | undefined) ?? null,
    findByPhone: ({ countryCode, number }) => (byPhone.get(countryCode, number) as User | undefined) ?? null,
    create({ name, phone }) {
      const id = randomUUID()
      insert.run(id, name ?? null, phone?.countryCode ?? null, phone?.number ?? null, now())
      return get(id)
    },
    addIdentity(userId, { openid, unionid }) {
      insertIdentity.run(openid, unionid, userId, now())
    },
    removeIdentity(openid) {
      deleteIdentity.run(openid)
    },
    setProfile(id, { nickName, avatarUrl }) {
      updateProfile.run(nickName, avatarUrl, id)
    },
    setPhone(id, phone) {
      movePhone.immediate(id, phone)
    },
    setAvatar(id, avatarUrl) {
      updateAvatar.run(avatarUrl, id)
      return get(id)
    },
  }
}

/** The user as the client may see it: field by field, so that no new column leaks by itself. */
export function presentUser({ id, name, nickName, avatarUrl, phoneNumber }: User): User {
  return { id, name, nickName, avatarUrl, phoneNumber: phoneNumber === null ? null : maskPhone(phoneNumber) }
}

function maskPhone(number: string): string {
  return number.length >= 11 ? `${number.slice(0, 3)}****${number.slice(-4)}` : `****${number.slice(-2)}`
}
