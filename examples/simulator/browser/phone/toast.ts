import type { ToastOptions } from '../../wx'
import { add } from './dom'

/** One toast at a time; a loading is one that stays. */
export function createToast(layer: HTMLElement) {
  let shown: HTMLElement | undefined
  let timer: number | undefined

  function hideToast() {
    clearTimeout(timer)
    shown?.remove()
    shown = undefined
  }

  return {
    hideToast,
    toast({ title, icon = 'success', duration, mask = false }: ToastOptions) {
      hideToast()
      shown = add(layer, mask ? 'toast-layer toast-layer-closed' : 'toast-layer')
      const box = add(shown, icon === 'none' ? 'toast toast-plain' : 'toast')
      box.setAttribute('role', 'status')
      if (icon !== 'none') add(box, `toast-icon toast-icon-${icon}`)
      add(box, 'toast-title', title)
      if (duration !== undefined) timer = window.setTimeout(hideToast, duration)
    },
  }
}
