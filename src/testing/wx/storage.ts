import { success, type Ending } from '../ending'
import { asyncCall, syncCall } from './call'
import type { Context } from './context'

interface Keyed {
  key: string
  data?: unknown
  encrypt?: boolean
}

export function storageFunctions(context: Context) {
  const { storage, features } = context
  // Before 2.21.3 the option is not known, and not looked at.
  const isEncrypted = ({ encrypt = false }: Keyed) => encrypt && features.encrypt
  const nothing = () => undefined

  return {
    getStorage: asyncCall<Keyed>(context, 'getStorage', (options) =>
      storage.read(options.key, isEncrypted(options)),
    ),
    setStorage: copying(
      asyncCall<Keyed>(context, 'setStorage', (options) =>
        storage.write(options.key, options.data, isEncrypted(options)),
      ),
    ),
    removeStorage: asyncCall<Keyed>(context, 'removeStorage', ({ key }) => storage.remove(key)),
    getStorageInfo: asyncCall(context, 'getStorageInfo', () => success(storage.info())),
    batchGetStorage: asyncCall(context, 'batchGetStorage', ({ keyList }: { keyList: string[] }) =>
      success({ dataList: keyList.map((key) => dataOf(storage.read(key))) }),
    ),
    batchSetStorage: asyncCall(
      context,
      'batchSetStorage',
      ({ kvList }: { kvList: Array<{ key: string; value: unknown }> }) => {
        const endings = kvList.map(({ key, value }) => storage.write(key, value))
        return endings.find(({ ok }) => !ok) ?? success()
      },
    ),

    getStorageSync: (key: string) =>
      syncCall(
        context,
        'getStorageSync',
        { key },
        () => missingIsEmpty(storage.read(key)),
        (result) => (result as { data: unknown }).data,
      ),
    setStorageSync: (key: string, data: unknown) =>
      syncCall(context, 'setStorageSync', { key, data }, () => storage.write(key, data), nothing),
    removeStorageSync: (key: string) =>
      syncCall(context, 'removeStorageSync', { key }, () => storage.remove(key), nothing),
    getStorageInfoSync: () =>
      syncCall(
        context,
        'getStorageInfoSync',
        {},
        () => success(storage.info()),
        (result) => result,
      ),
  }
}

/** A missing key is a failure to the asynchronous form, and '' to the Sync one. */
function missingIsEmpty(ending: Ending): Ending {
  return !ending.ok && ending.errMsg === 'data not found' ? success({ data: '' }) : ending
}

function dataOf(ending: Ending): unknown {
  return ending.ok ? (ending.result as { data: unknown }).data : ''
}

/** The value is that of the call: what the caller changes before it is written is not stored. */
function copying(setStorage: (options: Keyed) => unknown) {
  return (options: Keyed): unknown => {
    try {
      const [data] = JSON.parse(JSON.stringify([options.data])) as [unknown]
      return setStorage({ ...options, data })
    } catch {
      // Not serializable: the write itself says so.
      return setStorage(options)
    }
  }
}
