import Database from 'libsql'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

export type Store = Database.Database

// A user may have several identities (one per WeChat account that was bound to it).
// Times are milliseconds since the epoch.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY,
    name TEXT UNIQUE,
    nick_name TEXT,
    avatar_url TEXT,
    phone_country TEXT,
    phone_number TEXT,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS users_by_phone ON users (phone_country, phone_number);
  CREATE TABLE IF NOT EXISTS identities (
    openid TEXT PRIMARY KEY,
    unionid TEXT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS sessions (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    openid TEXT NOT NULL,
    session_key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS avatars (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    bytes BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS sessions_by_expiry ON sessions (expires_at);
  CREATE TABLE IF NOT EXISTS tickets (
    ticket_hash TEXT PRIMARY KEY,
    openid TEXT NOT NULL,
    unionid TEXT,
    session_key TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  );
`

/** Opens the database, and creates its file, folder and tables where they are missing. */
export function openDatabase(path: string): Store {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('busy_timeout = 5000')
  database.pragma('foreign_keys = ON')
  database.exec(SCHEMA)
  return database
}
