import { invalidOptions } from '../auth-error'
import { withoutQuery } from '../redacted'

/** Throws INVALID_OPTIONS. */
export function checkSocket(url: unknown, expiredCode: unknown, port: unknown): void {
  const problem =
    (typeof url !== 'string' && '`url` must be a string') ||
    (!/^[nf]/.test(typeof expiredCode) && '`expiredCode` must be a code or function') ||
    (!(Object(port) as { connectSocket?: unknown }).connectSocket && '`wx` must have connectSocket')
  if (problem) throw invalidOptions(`connectSocket: ${problem}`)
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Listener = (event: any) => void

/**
 * Calls each listener in a microtask of its own, so that a throw stops nothing here. By then the event may not be
 * wanted any more: the listener before may have logged out.
 */
export function createSocketListeners(isWanted: (name: string) => boolean) {
  const listeners: Array<[name: string, listener: Listener]> = []
  return {
    on: (name: string) => (listener: Listener) => void listeners.push([name, listener]),
    emit: (name: string) => (event: unknown) =>
      listeners.forEach(([its, listener]) => {
        if (its === name) void Promise.resolve(event).then((told) => isWanted(name) && listener(told))
      }),
  }
}

/** The platform quotes the URL, and its query may hold the token. */
export const plainly =
  (tell: Listener): Listener =>
  ({ errMsg = '' }: { errMsg?: unknown }) =>
    tell({ errMsg: withoutQuery(String(errMsg)) })

interface Callbacks {
  fail?: (failure: { errMsg: string }) => void
  complete?: (failure: { errMsg: string }) => void
}

/** A message that will not be sent. */
export function refuse({ fail, complete }: Callbacks): void {
  const failure = { errMsg: 'sendSocketMessage:fail closed' }
  if (fail) fail(failure)
  if (complete) complete(failure)
}
