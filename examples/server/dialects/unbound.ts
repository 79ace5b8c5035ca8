import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { findSession, isSessionRejection } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { checkInput } from '../http/check-input'
import type { Reported } from '../http/report-requests'
import { bindBody, createBind } from '../routes/bind'
import { exchangeCode, grantSession, grantTicket } from '../routes/login'
import { ORDERS } from '../routes/samples'
import { shorten } from '../secrets'
import type { User } from '../store/users'
import type { Identity } from '../wechat/client'
import { answerInBody } from './answer-in-body'
import { toastOf } from './toasts'

const FAILED = 0
const OK = 1
const SESSION_ENDED = -1
const NOT_BOUND = 301

const loginQuery = z.strictObject({ code: z.string().min(1).max(512) })

/**
 * The code is in the query, and the `code` of the body tells: 1, here is the token; 301, WeChat knows the user, but he
 * has no account; 0, `msg` is for a toast. With 301, old servers gave the openid and took it back at the binding: but
 * an openid is a name and no secret, and whoever sent somebody's was bound in his stead. Ours is a ticket: random, of
 * use once, for ten minutes.
 */
export function unbound(context: RouteContext) {
  const { sessions, users, onEvent } = context
  const bind = createBind(context)

  const grant = (user: User, identity: Identity) => {
    const { token, user: shown } = grantSession(context, user, identity)
    return { code: OK, token, user: shown }
  }

  return new Hono<Reported>()
    .get('/login', async (c) => {
      const { code } = checkInput(loginQuery, c.req.query(), 'query')
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      const user = users.findByOpenid(identity.openid)
      if (user) return c.json(grant(user, identity))
      return c.json({ code: NOT_BOUND, ticket: grantTicket(context, identity), msg: '请先绑定账号' })
    })
    .post('/bind', limitBody, async (c) => c.json(grant(...(await bind(await readBody(c, bindBody))))))
    .post('/unbind', (c) => {
      const { id, openid } = findSession(sessions, onEvent, c.req, c.req.query('token'))
      users.removeIdentity(openid)
      // Also those of his other phones: none is left without an account.
      sessions.endOf(openid)
      onEvent({ type: 'sessionEnded', session: shorten(id), user: shorten(openid) })
      return c.json({ code: OK })
    })
    .get('/orders', (c) => {
      findSession(sessions, onEvent, c.req, c.req.query('token'))
      return c.json({ code: OK, orders: ORDERS })
    })
    .onError(
      answerInBody((error) => ({
        code: isSessionRejection(error) ? SESSION_ENDED : FAILED,
        msg: toastOf(error),
      })),
    )
}
