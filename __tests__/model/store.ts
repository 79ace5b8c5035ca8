import type { AuthOptions } from '../../src/index'
import type { World } from '../support/phone'
import type { Setup } from './setup'

/** Of every form of the storage: an adapter keeps the session in the same place. */
export const KEY = 'miniprogram-auth:wx0000000000000000:release@https://api.example.com'

/** The option `storage`. An adapter's calls go to wx too, so that its faults and its history are the same. */
export function createStorageOptions({ wx }: World, storage: Setup['storage']): AuthOptions['storage'] {
  switch (storage) {
    case 'wx':
      return undefined
    case 'encrypted':
      return { encrypt: true }
    case 'none':
      return false
    case 'promises':
      return {
        adapter: {
          get: (key) =>
            new Promise((resolve, reject) => {
              wx.getStorage({
                key,
                success: ({ data }) => resolve(data),
                fail: (failure) =>
                  /not found/.test(failure.errMsg ?? '') ? resolve(undefined) : reject(failure as Error),
              })
            }),
          set: (key, data) =>
            new Promise<void>((resolve, reject) =>
              wx.setStorage({ key, data, success: () => resolve(), fail: reject }),
            ),
          remove: (key) =>
            new Promise<void>((resolve, reject) =>
              wx.removeStorage({ key, success: () => resolve(), fail: reject }),
            ),
        },
      }
    case 'synchronous':
      return {
        adapter: {
          get: (key) => {
            const data: unknown = wx.getStorageSync(key)
            return data === '' ? undefined : data
          },
          set: (key, data) => wx.setStorageSync(key, data),
          remove: (key) => wx.removeStorageSync(key),
        },
      }
  }
}
