import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { findSession, isSessionRejection } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { checkInput } from '../http/check-input'
import type { ApiError } from '../http/errors'
import type { Reported } from '../http/report-requests'
import { ticketError } from '../routes/bind'
import { exchangeCode, grantSession, openAccount } from '../routes/login'
import { ORDERS } from '../routes/samples'
import { SECRET_PATTERN } from '../secrets'
import { encryptedFields } from '../wechat/encrypted'
import { answerInBody } from './answer-in-body'
import { keepFirstProfile, openProfile } from './profiles'
import { toastOf } from './toasts'

// The numbers are this server's own; others have others.
const SUCCESS = 10000
const INVALID = 10001
const LOGIN_FAILED = 10002
const SESSION_ENDED = 10003
const BUSY = 10004

const codeQuery = z.strictObject({ code: z.string().min(1).max(512) })
const loginBody = z.strictObject({
  uuid: z.string().regex(SECRET_PATTERN, 'must be the uuid that GET /code gave'),
  ...encryptedFields,
})

/**
 * Every answer is 200 with `{ code, data, msg }`, where 10000 is success. The login takes two steps: a code becomes a
 * `uuid`, behind which the server keeps the session_key, and this and the encrypted profile become a token.
 */
export function businessCode(context: RouteContext) {
  const { sessions, tickets, onEvent } = context

  return new Hono<Reported>()
    .get('/code', async (c) => {
      const { code } = checkInput(codeQuery, c.req.query(), 'query')
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      return c.json(success({ uuid: tickets.create(identity) }))
    })
    .post('/login', limitBody, async (c) => {
      const { uuid, ...encrypted } = await readBody(c, loginBody)
      const identity = tickets.find(uuid)
      if (!identity) throw ticketError()
      const profile = openProfile(context, encrypted, identity)
      // Not before the data has been read: what is wrong with it must not cost the uuid. Then it works once.
      if (!tickets.take(uuid)) throw ticketError()
      const user = keepFirstProfile(context, openAccount(context, identity), profile)
      return c.json(success(grantSession(context, user, identity)))
    })
    .get('/orders', (c) => {
      findSession(sessions, onEvent, c.req, c.req.header('token'))
      return c.json(success({ orders: ORDERS }))
    })
    .onError(answerInBody((error) => ({ code: codeOf(error), data: null, msg: toastOf(error) })))
}

function success(data: object) {
  return { code: SUCCESS, data, msg: '成功' }
}

function codeOf(error: ApiError): number {
  if (isSessionRejection(error)) return SESSION_ENDED
  if (error.status === 429 || error.status >= 500) return BUSY
  if (error.code.startsWith('INVALID_')) return INVALID
  return LOGIN_FAILED
}
