import type { AuthError } from '../auth-error'
import type { Call } from '../platform/call'
import type { WxPort } from '../platform/wx-port'
import type { StorageAdapter } from './storage'

/** The platform's storage. `encrypt` works from base library 2.21.3, and must be the same for reading and writing. */
export function createWxStorage(call: Call, encrypt: boolean): StorageAdapter {
  // No time-out: the session storage has its own, and has to know when a write lands late.
  const settings = { codeOf: () => 'STORAGE_FAILED' as const }
  // Passed only if wanted, as older base libraries do not know the option.
  const options = encrypt ? { encrypt } : {}
  return {
    get: (key) =>
      call<{ data: unknown } | undefined>('getStorage', { key, ...options }, settings).then(
        // Some platforms answer with nothing at all: as unusable as a wrong value.
        (result) => result?.data ?? null,
        (error: unknown) => {
          // To the platform a missing key is a failure; here it is an ordinary first start.
          if (/not found/i.test((error as AuthError).message)) return undefined
          throw error
        },
      ),
    set: (key, data) => call('setStorage', { key, data, ...options }, settings),
    remove: (key) => call('removeStorage', { key }, settings),
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
