import { answerOrPromise, type Callbacks } from './callbacks'
import type { Display, ModalQuestion, SheetQuestion, ToastOptions } from './display'
import { WxFailure } from './failure'
import type { Gesture } from './gesture'

const TOAST_DURATION = 1_500
const LONGEST_BUTTON = 4
const MOST_ITEMS = 6

type Modal = ModalQuestion & Callbacks<{ confirm: boolean; cancel: boolean }>

/** What an app can tell and ask its user. */
export function createDialogs(display: Display, gesture: Gesture) {
  const toast = (api: string, options: ToastOptions & Callbacks<object>, duration?: number) =>
    answerOrPromise(api, options, () => {
      display.toast({ ...options, duration })
      return {}
    })
  const hide =
    (api: string) =>
    (options: Callbacks<object> = {}) =>
      answerOrPromise(api, options, () => {
        display.hideToast()
        return {}
      })

  return {
    showToast: (options: ToastOptions & Callbacks<object>) =>
      toast('showToast', { icon: 'success', ...options }, options.duration ?? TOAST_DURATION),
    showLoading: (options: { title: string; mask?: boolean } & Callbacks<object>) =>
      toast('showLoading', { ...options, icon: 'loading' }),
    hideToast: hide('hideToast'),
    hideLoading: hide('hideLoading'),

    showModal: (options: Modal) =>
      answerOrPromise('showModal', options, async () => {
        checkButton('confirmText', options.confirmText)
        checkButton('cancelText', options.cancelText)
        const confirm = await display.modal(options)
        // Who presses a dialog's button taps.
        gesture.begin()
        return { confirm, cancel: !confirm }
      }),

    showActionSheet: (options: SheetQuestion & Callbacks<{ tapIndex: number }>) =>
      answerOrPromise('showActionSheet', options, async () => {
        if (options.itemList.length > MOST_ITEMS)
          throw new WxFailure(
            `showActionSheet:fail parameter error: itemList should not be large than ${MOST_ITEMS}`,
          )
        const tapIndex = await display.actionSheet(options)
        if (tapIndex === null) throw new WxFailure('showActionSheet:fail cancel')
        return { tapIndex }
      }),
  }
}

function checkButton(name: string, text = '') {
  if (Array.from(text).length > LONGEST_BUTTON)
    throw new WxFailure(
      `showModal:fail ${name} length should not larger than ${LONGEST_BUTTON} Chinese characters`,
    )
}
