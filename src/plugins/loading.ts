import type { Middleware } from '../http/middleware'
import { systemClock } from '../platform/clock'
import { number } from '../plugin-checks'
import { pluginOptions } from '../plugin-options'

/** ms; a timer of more fires at once. */
const LONGEST = 0x7fffffff

/** What loading() is given. */
export interface LoadingOptions {
  /** Called with true when it is time to show that something is loading, and with false when nothing is any more. */
  onChange: (isLoading: boolean) => void
  /** ms that something has to take before it is worth showing; default 300. */
  delay?: number
  /** ms that it is shown at least, once it is; default 500. */
  minimum?: number
}

declare module '../http/request-options' {
  interface SendOptions {
    /** For the loading plugin. False: this one is not counted. */
    loading?: boolean
  }
}

/**
 * Counts what is under way, for one spinner without flicker: what is over soon shows none, one that is shown stays for
 * a moment, and requests that follow each other are one loading.
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
  // In both, onChange comes last: what it throws goes to App.onError, and changes nothing here.
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
    // Not at once: who awaits this one may send the next.
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
