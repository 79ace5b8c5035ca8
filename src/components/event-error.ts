import type { AuthError } from '../auth-error'
import type { EventError } from './events'

/** Without `cause`: that may be anything, and events are copied. */
export function eventError({ code, message, errMsg, errno, retryAt, detail }: AuthError): EventError {
  return { code, message, errMsg, errno, retryAt, detail }
}
