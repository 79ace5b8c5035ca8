import { Hono } from 'hono'
import type { RouteContext } from '../app'
import { bearerOf, findSession } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { exchangeCode, grantSession, loginBody, openAccount } from '../routes/login'
import { ORDERS } from '../routes/samples'

/**
 * A session that lives for as long as it is used: each answer brings the next token, in the header `X-New-Token`. The
 * former one lives on until its end, as requests are under way that carry it.
 */
export function slidingToken(context: RouteContext) {
  const { sessions, onEvent } = context

  return new Hono()
    .post('/login', limitBody, async (c) => {
      const { code } = await readBody(c, loginBody)
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      return c.json(grantSession(context, openAccount(context, identity), identity))
    })
    .get('/orders', (c) => {
      const { userId, openid, sessionKey } = findSession(sessions, onEvent, c.req, bearerOf(c.req))
      c.header('X-New-Token', sessions.create({ userId, openid, sessionKey }).token)
      return c.json({ orders: ORDERS })
    })
}
