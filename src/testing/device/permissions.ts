import { failure, success, type Ending } from '../ending'

/** What the user grants to the app; it survives the app. */
export interface Permissions {
  /** The user's answer in the dialog of wx.authorize; default: yes. */
  answer: (scope: string) => boolean
  /** What the user switches on the page of wx.openSetting, which lists what was asked for; default: all on. */
  switches: (asked: Readonly<Record<string, boolean>>) => Record<string, boolean>
  /** Which button of a wx.showModal the user presses; default: 确定. */
  confirm: (modal: ModalOptions) => boolean
  /** What was asked for so far, as wx.getSetting lists it. */
  readonly asked: Readonly<Record<string, boolean>>
  /** As if the app had never asked. */
  clear(): void
}

export interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  confirmText?: string
}

export interface PlatformPermissions {
  showModal(modal: ModalOptions): Ending
  authorize(scope: string): Ending
  openSetting(): Ending
  getSetting(): Ending
}

export function createPermissions(): { user: Permissions; platform: PlatformPermissions } {
  let asked: Record<string, boolean> = {}
  const user: Permissions = {
    answer: () => true,
    switches: (current) => {
      const all: Record<string, boolean> = {}
      for (const scope of Object.keys(current)) all[scope] = true
      return all
    },
    confirm: () => true,
    get asked() {
      return { ...asked }
    },
    clear() {
      asked = {}
    },
  }
  return {
    user,
    platform: {
      authorize(scope) {
        // It succeeds without a dialog, and means nothing.
        if (scope === 'scope.userInfo') return success()
        // The dialog is shown once; after a denial only wx.openSetting helps.
        asked[scope] ??= user.answer(scope)
        return asked[scope] ? success() : failure('auth deny')
      },
      openSetting() {
        const switched = user.switches({ ...asked })
        for (const scope of Object.keys(asked)) asked[scope] = switched[scope] ?? asked[scope] ?? false
        return success({ authSetting: { ...asked } })
      },
      showModal(modal) {
        const confirm = user.confirm({ ...modal })
        return success({ confirm, cancel: !confirm })
      },
      getSetting: () => success({ authSetting: { ...asked } }),
    },
  }
}
