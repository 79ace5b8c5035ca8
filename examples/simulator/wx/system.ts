import { answerOrPromise, type Callbacks } from './callbacks'
import type { Phone } from './phone'

const SDK_VERSION = '3.17.0'
/** 发现栏小程序主入口: the app is opened by its user, not from a shared page. */
const LAUNCH_SCENE = 1001

/** What an app can ask about itself and the phone it runs on. */
export function createSystem(phone: Phone, appId: string) {
  const launchOptions = () => ({
    path: '',
    query: {},
    scene: LAUNCH_SCENE,
    referrerInfo: {},
    apiCategory: 'default',
  })
  const appBaseInfo = () => ({
    SDKVersion: SDK_VERSION,
    language: 'zh_CN',
    version: '8.0.60',
    theme: 'light',
  })

  return {
    canIUse: () => true,
    nextTick: (callback: () => void) => void Promise.resolve().then(callback),
    getAccountInfoSync: () => ({ miniProgram: { appId, envVersion: 'develop', version: '' } }),
    getAppBaseInfo: appBaseInfo,
    getSystemInfoSync: () => ({
      ...appBaseInfo(),
      platform: 'devtools',
      system: 'simulator',
      windowWidth: 375,
      windowHeight: 667,
      pixelRatio: 2,
    }),
    getLaunchOptionsSync: launchOptions,
    getEnterOptionsSync: launchOptions,
    getNetworkType: (options: Callbacks<{ networkType: string }> = {}) =>
      answerOrPromise('getNetworkType', options, () => ({ networkType: phone.offline ? 'none' : 'wifi' })),
  }
}

type Listener = (options: object) => void

/** wx.onAppShow and wx.onAppHide. `off` without a listener removes them all, as on the platform. */
export function createAppEvents(phone: Phone) {
  const listeners = { show: new Set<Listener>(), hide: new Set<Listener>() }
  const dispose = phone.subscribe((event) => {
    if (event === 'show' || event === 'hide') listeners[event].forEach((listener) => listener({}))
  })
  const remove = (set: Set<Listener>, listener?: Listener) => {
    if (listener) set.delete(listener)
    else set.clear()
  }
  return {
    api: {
      onAppShow: (listener: Listener) => void listeners.show.add(listener),
      offAppShow: (listener?: Listener) => remove(listeners.show, listener),
      onAppHide: (listener: Listener) => void listeners.hide.add(listener),
      offAppHide: (listener?: Listener) => remove(listeners.hide, listener),
    },
    dispose,
  }
}
