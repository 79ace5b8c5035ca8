import type { AuthError } from '../auth-error'
import { call } from '../platform/call'
import type { Clock } from '../platform/clock'
import type { WxPort } from '../platform/wx-port'
import { decodeEnvelope, encodeEnvelope } from './envelope'
import type { Remembered } from './types'

export interface SessionStorage<User> {
  /** One asynchronous read, at start. What cannot be read is an empty memory and a warning. */
  read(): Promise<Remembered<User>>
  /** Resolves when the newest state is written, or could not be, which is a warning. */
  save(remembered: Remembered<User>): Promise<void>
}

export interface StorageContext {
  port: WxPort
  clock: Clock
  key: string
  warn: (error: AuthError) => void
}

/** ms; a start must not wait longer for a read that never answers. */
const STORAGE_TIMEOUT = 3000

export function createSessionStorage<User>({ port, clock, key, warn }: StorageContext): SessionStorage<User> {
  const context = { clock, timeout: STORAGE_TIMEOUT, codeOf: () => 'STORAGE_FAILED' as const }
  let newest: Remembered<User> | null = null
  let writing: Promise<void> | null = null

  async function read() {
    let data: unknown
    try {
      const result = await call<{ data: unknown } | undefined>('getStorage', context, (callbacks) =>
        port.getStorage({ key, ...callbacks }),
      )
      data = result?.data
    } catch (error) {
      // A missing key is a failure to the platform, and the ordinary first start to us.
      if (!/not found/i.test(String((error as AuthError).errMsg))) warn(error as AuthError)
      return { session: null, loggedOut: false }
    }
    const remembered = decodeEnvelope<User>(data)
    if (!remembered) void save({ session: null, loggedOut: false })
    return remembered ?? { session: null, loggedOut: false }
  }

  // One write at a time, and the newest state last: two writes at once may land in either order.
  function save(remembered: Remembered<User>) {
    newest = remembered
    writing = writing ?? writeNewest()
    return writing
  }

  async function writeNewest() {
    while (newest) {
      const remembered: Remembered<User> = newest
      newest = null
      await write(encodeEnvelope(remembered)).catch(warn)
    }
    writing = null
  }

  function write(data: unknown) {
    return data === null
      ? call('removeStorage', context, (callbacks) => port.removeStorage({ key, ...callbacks }))
      : call('setStorage', context, (callbacks) => port.setStorage({ key, data, ...callbacks }))
  }

  return { read, save }
}

/** `storage: false`: the session lives as long as the app's process. */
export function createMemoryStorage<User>(): SessionStorage<User> {
  return {
    read: () => Promise.resolve({ session: null, loggedOut: false }),
    save: () => Promise.resolve(),
  }
}

/** Development, trial and release versions may share one storage (unconfirmed), and must not share a session. */
export function storageKey(port: WxPort, name = 'miniprogram-auth'): string {
  try {
    const { appId, envVersion = '' } = port.getAccountInfoSync?.().miniProgram ?? { appId: '' }
    return [name, appId, envVersion].filter(Boolean).join(':')
  } catch {
    return name
  }
}
