import type { WxFailure } from '../platform/wx-port'

/** How the platform ends a call: one callback. Texts are without the function's name. */
export type Ending = { ok: true; result: object } | { ok: false; errMsg: string; errno?: number }

export const success = (result: object = {}): Ending => ({ ok: true, result })
export const failure = (errMsg: string, errno?: number): Ending => ({ ok: false, errMsg, errno })

/** What the callback is given. `errno` came with base library 2.24.0. */
export function payload(name: string, ending: Ending, hasErrno: boolean): object {
  if (ending.ok) return { errMsg: `${name}:ok`, ...ending.result }
  const { errMsg, errno } = ending
  const failed: WxFailure = { errMsg: errMsg.startsWith(`${name}:`) ? errMsg : `${name}:fail ${errMsg}` }
  return errno === undefined || !hasErrno ? failed : { ...failed, errno }
}
