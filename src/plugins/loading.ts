import type { Middleware } from '../http/middleware'
import { systemClock } from '../platform/clock'
import { number } from '../plugin-checks'
import { pluginOptions } from '../plugin-options'

/** ms; a longer timer fires at once. */
const LONGEST = 0x7fffffff

/** The options of loading(). */
export interface LoadingOptions {
  /** Called with true when loading is to be shown, and with false when it is over. */
  onChange: (isLoading: boolean) => void
  /** ms that something has to take before it is shown. @default 300 */
  delay?: number
  /** ms that it is shown at least. @default 500 */
  minimum?: number
}

declare module '../http/request-options' {
  interface SendOptions {
    /** For the loading plugin. `false`: not counted. */
    loading?: boolean
  }
}

/**
 * Middleware that counts what is under way, for one spinner without flicker: what is over soon shows none, what is
 * shown stays for a moment, and requests that follow each other are one loading.
 * @throws INVALID_OPTIONS at once.
 */
export function loading(options: LoadingOptions): Middleware {
  const {
    onChange,
    delay = 300,
    minimum = 500,
  } = pluginOptions('loading', options, {
    onChange: (value) => typeof value !== 'function' && 'must be a function',
    delay: number,
    minimum: number,
  })
  let count = 0
  let isShown = false
  let isHeld = false
  /** From the first request until nothing has been under way for a moment. */
  let cancelShow: (() => void) | undefined

  function begin() {
    count++
    cancelShow = cancelShow ?? systemClock.after(Math.min(delay, LONGEST), show)
  }
  // In both, onChange comes last: if it throws, that goes to App.onError, and changes nothing here.
  function show() {
    isShown = isHeld = true
    systemClock.after(minimum, release)
    onChange(true)
  }
  function release() {
    isHeld = false
    settle()
  }
  function settle() {
    if (count > 0 || isHeld) return
    cancelShow?.()
    cancelShow = undefined
    if (!isShown) return
    isShown = false
    onChange(false)
  }
  function end() {
    count--
    // Not at once: the caller may send the next.
    systemClock.after(0, settle)
  }

  return (request, next) => {
    const answer = next(request)
    if (request.loading !== false) {
      begin()
      answer.then(end, end)
    }
    return answer
  }
}
