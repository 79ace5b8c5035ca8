import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { findSession } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { exchangeCode, grantSession, openAccount } from '../routes/login'
import { ORDERS } from '../routes/samples'
import { encryptedFields } from '../wechat/encrypted'
import { keepFirstProfile, openProfile } from './profiles'

const loginBody = z.strictObject({ code: z.string().min(1).max(512), ...encryptedFields })

/**
 * One POST takes what wx.login and wx.getUserInfo gave. The order matters: wx.login first, since it may replace the
 * session_key with which the profile is encrypted. The statuses are HTTP's own, as in the main server; the session is
 * sent back as the cookie `session_id`, or as the header `Session-Id` (nginx drops names with an underscore).
 */
export function oneExchange(context: RouteContext) {
  const { sessions, onEvent } = context

  return new Hono()
    .post('/login', limitBody, async (c) => {
      const { code, ...encrypted } = await readBody(c, loginBody)
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      const profile = openProfile(context, encrypted, identity)
      const unionid = identity.unionid ?? profile.unionId ?? null
      const account = openAccount(context, { ...identity, unionid })
      const { token, user } = grantSession(context, keepFirstProfile(context, account, profile), identity)
      return c.json({ session_id: token, uid: user.id, unionid })
    })
    .get('/orders', (c) => {
      findSession(sessions, onEvent, c.req, c.req.header('Session-Id') ?? getCookie(c, 'session_id'))
      return c.json({ orders: ORDERS })
    })
}
