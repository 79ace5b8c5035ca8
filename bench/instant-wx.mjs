const ok = (options, result) => {
  options.success?.(result)
  options.complete?.(result)
}
const nothing = () => undefined
const task = {
  abort: nothing,
  onHeadersReceived: nothing,
  offHeadersReceived: nothing,
  onChunkReceived: nothing,
  offChunkReceived: nothing,
}

/**
 * A `wx` that costs next to nothing, for measuring what a library adds: a request waits in `waiting` until
 * `answerAll()`, and everything else is done at once.
 */
export function createInstantWx() {
  const storage = new Map()
  const waiting = []
  const wx = {
    request(options) {
      waiting.push(options)
      return task
    },
    // Not used; axios-miniprogram looks whether they are there.
    uploadFile: nothing,
    downloadFile: nothing,
    login: (options) => ok(options, { code: 'code', errMsg: 'login:ok' }),
    checkSession: (options) => ok(options, { errMsg: 'checkSession:ok' }),
    getStorageSync: (key) => storage.get(key) ?? '',
    setStorageSync: (key, data) => void storage.set(key, data),
    removeStorageSync: (key) => void storage.delete(key),
    getStorage({ key, ...options }) {
      if (storage.has(key)) ok(options, { data: storage.get(key) })
      else options.fail?.({ errMsg: 'getStorage:fail data not found' })
    },
    setStorage({ key, data, ...options }) {
      storage.set(key, data)
      ok(options, { errMsg: 'setStorage:ok' })
    },
    removeStorage({ key, ...options }) {
      storage.delete(key)
      ok(options, { errMsg: 'removeStorage:ok' })
    },
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000000', envVersion: 'release' } }),
    getSystemInfoSync: () => ({ SDKVersion: '3.17.0', platform: 'android' }),
    onAppShow: nothing,
    onAppHide: nothing,
    onNetworkStatusChange: nothing,
    onSocketOpen: nothing,
    onSocketMessage: nothing,
    onSocketError: nothing,
    onSocketClose: nothing,
  }
  return {
    wx,
    waiting,
    /** Returns how many. */
    answerAll() {
      const answered = waiting.splice(0)
      for (const options of answered)
        ok(options, { statusCode: 200, data: { code: 0 }, header: {}, cookies: [], errMsg: 'request:ok' })
      return answered.length
    },
  }
}
