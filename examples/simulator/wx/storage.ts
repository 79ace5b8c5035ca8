import { answerOrPromise, type Callbacks } from './callbacks'
import { WxFailure } from './failure'
import type { Recorder } from './timeline'

/** Where the phone keeps an app's data, as JSON texts. A Map is one. */
export interface KeyValueStore {
  get(key: string): string | undefined
  set(key: string, value: string): unknown
  delete(key: string): unknown
  clear(): void
}

export function createStorage(store: KeyValueStore, recorder: Recorder) {
  function read(key: string): unknown {
    recorder.write({ type: 'storage', operation: 'read', key })
    const text = store.get(key)
    return text === undefined ? undefined : JSON.parse(text)
  }

  function write(key: string, data: unknown) {
    recorder.write({ type: 'storage', operation: 'write', key })
    store.set(key, JSON.stringify(data ?? ''))
  }

  function remove(key: string) {
    recorder.write({ type: 'storage', operation: 'remove', key })
    store.delete(key)
  }

  return {
    getStorage: (options: { key: string } & Callbacks<{ data: unknown }>) =>
      answerOrPromise('getStorage', options, () => {
        const data = read(options.key)
        if (data === undefined) throw new WxFailure('getStorage:fail data not found')
        return { data }
      }),
    setStorage: (options: { key: string; data: unknown } & Callbacks<object>) =>
      answerOrPromise('setStorage', options, () => {
        write(options.key, options.data)
        return {}
      }),
    removeStorage: (options: { key: string } & Callbacks<object>) =>
      answerOrPromise('removeStorage', options, () => {
        remove(options.key)
        return {}
      }),
    clearStorage: (options: Callbacks<object> = {}) =>
      answerOrPromise('clearStorage', options, () => {
        store.clear()
        return {}
      }),
    getStorageSync: (key: string): unknown => read(key) ?? '',
    setStorageSync: write,
    removeStorageSync: remove,
    clearStorageSync: () => store.clear(),
  }
}
