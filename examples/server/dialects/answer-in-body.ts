import type { Context } from 'hono'
import { isSessionRejection } from '../http/authenticate'
import { ApiError } from '../http/errors'
import type { Reported } from '../http/report-requests'

/**
 * The `onError` of a dialect that answers 200 whatever happens, and says in the body how it went. What nobody foresaw
 * goes on to the whole server's handler, which answers 500.
 */
export function answerInBody(describe: (error: ApiError) => object) {
  return (error: Error, c: Context<Reported>): Response => {
    if (!(error instanceof ApiError)) throw error
    // For the counts: the status does not tell.
    c.set('sessionRejected', isSessionRejection(error))
    return c.json(describe(error))
  }
}
