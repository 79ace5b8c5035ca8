import { answerOrPromise, type Callbacks } from '../../wx/callbacks'

interface ToastOptions extends Callbacks<object> {
  title: string
  icon?: 'success' | 'error' | 'loading' | 'none'
  duration?: number
}

interface ModalOptions extends Callbacks<{ confirm: boolean; cancel: boolean }> {
  title?: string
  content?: string
  showCancel?: boolean
  confirmText?: string
  cancelText?: string
}

/** wx.showToast, showLoading and showModal, drawn over the screen. */
export function createDialogs(screen: HTMLElement) {
  let toast: HTMLElement | undefined
  let timer: number | undefined

  function hideToast() {
    clearTimeout(timer)
    toast?.remove()
    toast = undefined
  }

  function drawToast(title: string, icon: string) {
    hideToast()
    toast = add(screen, 'toast', '')
    if (icon !== 'none') add(toast, `toast-icon toast-icon-${icon}`, '')
    add(toast, 'toast-title', title)
  }

  const hide =
    (name: string) =>
    (options: Callbacks<object> = {}) =>
      answerOrPromise(name, options, () => {
        hideToast()
        return {}
      })

  return {
    showToast: (options: ToastOptions) =>
      answerOrPromise('showToast', options, () => {
        drawToast(options.title, options.icon ?? 'success')
        timer = window.setTimeout(hideToast, options.duration ?? 1_500)
        return {}
      }),
    showLoading: (options: { title: string } & Callbacks<object>) =>
      answerOrPromise('showLoading', options, () => {
        drawToast(options.title, 'loading')
        return {}
      }),
    hideToast: hide('hideToast'),
    hideLoading: hide('hideLoading'),
    showModal: (options: ModalOptions) =>
      answerOrPromise('showModal', options, async () => {
        const confirm = await askUser(screen, options)
        return { confirm, cancel: !confirm }
      }),
  }
}

function askUser(screen: HTMLElement, options: ModalOptions): Promise<boolean> {
  const mask = add(screen, 'mask', '')
  const dialog = add(mask, 'dialog', '')
  dialog.setAttribute('role', 'dialog')
  if (options.title) add(dialog, 'dialog-title', options.title)
  if (options.content) add(dialog, 'dialog-content', options.content)
  const buttons = add(dialog, 'dialog-buttons', '')
  return new Promise((resolve) => {
    const button = (text: string, className: string, confirm: boolean) => {
      const element = document.createElement('button')
      element.className = className
      element.textContent = text
      element.addEventListener('click', () => {
        mask.remove()
        resolve(confirm)
      })
      buttons.append(element)
    }
    if (options.showCancel !== false) button(options.cancelText ?? '取消', 'dialog-button', false)
    button(options.confirmText ?? '确定', 'dialog-button dialog-button-primary', true)
  })
}

function add(parent: HTMLElement, className: string, text: string) {
  const element = document.createElement('div')
  element.className = className
  element.textContent = text
  parent.append(element)
  return element
}
