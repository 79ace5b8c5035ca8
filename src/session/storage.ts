import type { AuthError } from '../auth-error'
import type { Call } from '../platform/call'
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
  call: Call
  key: string
  warn: (error: AuthError) => void
}

const NOTHING = { session: null, loggedOut: false, skew: 0 }

/** ms; a start must not wait longer for a read that never answers. */
const STORAGE_TIMEOUT = 3000

export function createSessionStorage<User>({ call, key, warn }: StorageContext): SessionStorage<User> {
  const settings = { timeout: STORAGE_TIMEOUT, codeOf: () => 'STORAGE_FAILED' as const }
  let newest: Remembered<User> | null = null
  let writing: Promise<void> | null = null

  function read(): Promise<Remembered<User>> {
    return call<{ data: unknown } | undefined>('getStorage', { key }, settings).then(
      (result) => {
        const remembered = decodeEnvelope<User>(result?.data)
        if (!remembered) void save(NOTHING)
        return remembered ?? NOTHING
      },
      (error: unknown) => {
        // A missing key is a failure to the platform, and the ordinary first start to us.
        if (!/not found/i.test((error as AuthError).message)) warn(error as AuthError)
        return NOTHING
      },
    )
  }

  // One write at a time, and the newest state last: two writes at once may land in either order.
  function save(remembered: Remembered<User>): Promise<void> {
    newest = remembered
    return (writing = writing ?? writeNewest())
  }

  function writeNewest(): Promise<void> {
    if (!newest) {
      writing = null
      return Promise.resolve()
    }
    const data = encodeEnvelope(newest)
    newest = null
    return write(data).catch(warn).then(writeNewest)
  }

  function write(data: unknown) {
    return data === null
      ? call('removeStorage', { key }, settings)
      : call('setStorage', { key, data }, settings)
  }

  return { read, save }
}

/** `storage: false`: the session lives as long as the app's process. */
export function createMemoryStorage<User>(): SessionStorage<User> {
  return {
    read: () => Promise.resolve(NOTHING),
    save: () => Promise.resolve(),
  }
}

/** Development, trial and release versions may share one storage (unconfirmed), and must not share a session. */
export function storageKey(port: WxPort, name = 'miniprogram-auth'): string {
  try {
    const { appId, envVersion = '' } = port.getAccountInfoSync().miniProgram
    return `${name}:${appId}:${envVersion}`
  } catch {
    // Missing in base libraries before 2.2.2.
    return name
  }
}
