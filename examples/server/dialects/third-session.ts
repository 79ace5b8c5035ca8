import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { findSession, isSessionRejection } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import type { Reported } from '../http/report-requests'
import { exchangeCode, grantSession, openAccount } from '../routes/login'
import { ORDERS } from '../routes/samples'
import { answerInBody } from './answer-in-body'

const SESSION_UNKNOWN = -1
const FAILED = -2

const loginBody = z.strictObject({ code: z.string().min(1).max(512) })
const sessionBody = z.looseObject({ third_Session: z.string().optional() })

/**
 * As in the first tutorials on wx.login: the session is called `third_Session`, and is a parameter of each request,
 * in the body of a POST and in the query of a GET. A token in a URL ends up in logs: use a header where you can.
 */
export function thirdSession(context: RouteContext) {
  const { sessions, onEvent } = context

  return new Hono<Reported>()
    .post('/login', limitBody, async (c) => {
      const { code } = await readBody(c, loginBody)
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      const { token } = grantSession(context, openAccount(context, identity), identity)
      return c.json({ third_Session: token })
    })
    .post('/orders', limitBody, async (c) => {
      const { third_Session } = await readBody(c, sessionBody)
      findSession(sessions, onEvent, c.req, third_Session)
      return c.json({ orders: ORDERS })
    })
    .get('/orders', (c) => {
      findSession(sessions, onEvent, c.req, c.req.query('third_Session'))
      return c.json({ orders: ORDERS })
    })
    .onError(
      answerInBody((error) => ({
        code: isSessionRejection(error) ? SESSION_UNKNOWN : FAILED,
        message: error.message,
      })),
    )
}
