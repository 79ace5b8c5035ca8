import type { Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** An error the client is told about: `{ code, message }` with a 4xx or 5xx status. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly status: ContentfulStatusCode,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}

/** Makes every error of `app`, foreseen or not, a JSON answer of the same shape. */
export function answerErrors(app: Hono, onFailure: (error: Error) => void): void {
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) =>
        c.json({ code: 'METHOD_NOT_ALLOWED', message: `Use ${methods.join(' or ')} here.` }, 405, {
          Allow: methods.join(', '),
        }),
    }),
  )

  app.notFound((c) => c.json({ code: 'NOT_FOUND', message: 'There is no such route.' }, 404))

  app.onError((error, c) => {
    if (error instanceof ApiError) {
      return c.json({ code: error.code, message: error.message }, error.status, error.headers)
    }
    // A client that goes away makes the reading of its body fail. Nobody gets this answer; it is for the log.
    if (c.req.raw.signal.aborted) {
      return c.json({ code: 'REQUEST_ABORTED', message: 'The client closed the connection.' }, 400)
    }
    onFailure(error)
    return c.json({ code: 'INTERNAL_ERROR', message: 'The server failed. Try again later.' }, 500)
  })
}
