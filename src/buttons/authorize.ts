/* eslint-disable @typescript-eslint/no-explicit-any -- an app's user is whatever it is */
import type { Auth } from '../auth'
import { AuthError } from '../auth-error'
import { doorOf, type Door } from '../door'
import type { WxFailure } from '../platform/wx-port'
import { grantFailure } from './grant-failure'
import { checkAuthorize } from './handler-options'

/** What authorize() says to a user who has denied the scope before. */
export interface AuthorizeOptions {
  /** Title of the dialog that leads to the settings. @default '需要授权' */
  title?: string
  /** Why the app asks. @default '此功能需要你的授权，请在设置中打开。' */
  content?: string
}

interface Settings {
  authSetting?: Readonly<Record<string, boolean | undefined>>
}

/** ms; a question may wait for the user, but not for ever. */
const PATIENCE = 10 * 60_000
/** ms */
const TIMEOUT = 10_000

/**
 * Resolves when the user has allowed the scope: asks them, or, if they have denied it before, leads them to the
 * settings. Rejects with USER_DENIED or PRIVACY_NOT_AUTHORIZED, with UNAVAILABLE, TIMEOUT, NETWORK or INTERRUPTED if
 * they cannot be asked, with INVALID_OPTIONS for what is no auth, scope or option, and with ABORTED after destroy().
 * Base library 1.2.0.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html
 * @example
 * authorize(auth, 'scope.record').then(() => wx.getRecorderManager().start({}))
 */
export function authorize(auth: Auth<any>, scope: string, options: AuthorizeOptions = {}): Promise<void> {
  return new Promise((resolve) => {
    const door = doorOf('authorize', auth)
    resolve(
      door.lifetime.promised(() => {
        checkAuthorize(scope, options)
        return door.platform.limit().then(() => ask(door, scope, options))
      }),
    )
  })
}

/**
 * Does nothing if the scope is granted, lets the platform ask if it never has, and after a denial, which WeChat
 * remembers for ever, explains and leads to the settings. Callbacks instead of promises: openSetting works only within
 * the tap that confirmed the explanation, and on iOS 15 a promise is a timer.
 */
function ask({ platform: { invoke } }: Door, scope: string, options: AuthorizeOptions): Promise<void> {
  const { title = '需要授权', content = DEFAULT_CONTENT } = options
  return new Promise<void>((resolve, reject) => {
    const handlers = <Result>(timeout: number, success: (result?: Result) => void) => ({
      timeout,
      codeOf: (failure: WxFailure) => grantFailure(failure).code,
      success,
      fail: reject,
    })
    const denied = () => reject(new AuthError('USER_DENIED', `The user does not allow ${scope}.`))

    // Some platforms succeed with nothing.
    const settingOf = (result?: Settings) => result?.authSetting?.[scope]
    function conclude(result?: Settings) {
      if (settingOf(result)) resolve()
      else denied()
    }
    function explain() {
      const explained = (result?: { confirm?: boolean }) => {
        if (result?.confirm) invoke('openSetting', {}, handlers(PATIENCE, conclude))
        else denied()
      }
      invoke('showModal', { title, content, confirmText: '去设置' }, handlers(PATIENCE, explained))
    }
    function decide(result?: Settings) {
      const setting = settingOf(result)
      if (setting) resolve()
      else if (setting === false) explain()
      else
        invoke(
          'authorize',
          { scope },
          handlers(PATIENCE, () => resolve()),
        )
    }
    invoke('getSetting', {}, handlers(TIMEOUT, decide))
  })
}

const DEFAULT_CONTENT = '此功能需要你的授权，请在设置中打开。'
