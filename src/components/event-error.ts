import type { AuthError } from '../auth-error'
import type { EventError } from './events'

/** No `cause`: it may be anything, and events are copied. */
export function eventError({ code, message, errMsg, errno, retryAt, detail }: AuthError): EventError {
  return { code, message, errMsg, errno, retryAt, detail }
}
