import type { Permissions } from './permissions'

export interface ModalQuestion {
  title?: string
  content?: string
  showCancel?: boolean
  confirmText?: string
  confirmColor?: string
  cancelText?: string
  cancelColor?: string
}

export interface SheetQuestion {
  itemList: string[]
  itemColor?: string
  alertText?: string
}

export interface ToastOptions {
  title: string
  icon?: 'success' | 'error' | 'loading' | 'none'
  /** How long it stays; without one, until it is hidden. */
  duration?: number
  mask?: boolean
}

export interface PermissionQuestion {
  title: string
  /** What is given away, if the user can be shown it. */
  subject?: string
  note: string
}

/** What WeChat draws over an app, with what its user answers there. */
export interface Display {
  toast(options: ToastOptions): void
  hideToast(): void
  /** True: confirmed. */
  modal(question: ModalQuestion): Promise<boolean>
  /** The index of the item; null when the sheet was cancelled. */
  actionSheet(question: SheetQuestion): Promise<number | null>
  /** True: allowed. */
  permission(question: PermissionQuestion): Promise<boolean>
  /** WeChat's own question for the consent to the app's privacy contract. True: agreed. */
  privacy(contract: string): Promise<boolean>
  /** One of the pictures; null when none was chosen. */
  avatar(pictures: readonly string[]): Promise<string | null>
  /** Resolves when the settings page is left. */
  settings(permissions: Permissions): Promise<void>
}

/** A user who says yes to everything, before a screen that shows nothing. */
export const obligingUser: Display = {
  toast: () => undefined,
  hideToast: () => undefined,
  modal: () => Promise.resolve(true),
  actionSheet: () => Promise.resolve(0),
  permission: () => Promise.resolve(true),
  privacy: () => Promise.resolve(true),
  avatar: (pictures) => Promise.resolve(pictures[0] ?? null),
  settings: () => Promise.resolve(),
}
