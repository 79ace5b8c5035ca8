import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { type Authenticated } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { shorten } from '../secrets'
import { presentUser, type User } from '../store/users'
import { type Identity, WeChatError } from '../wechat/client'
import { toApiError } from '../wechat/errors'

const loginBody = z.strictObject({ code: z.string().min(1).max(512) })

export function loginRoutes(context: RouteContext) {
  const { database, wechat, sessions, tickets, users, requireBinding, onEvent, beforeExchange } = context

  async function exchange(code: string): Promise<Identity> {
    onEvent({ type: 'exchange', code: shorten(code) })
    try {
      return await wechat.codeToSession(code)
    } catch (error) {
      if (error instanceof WeChatError) {
        onEvent({ type: 'exchangeRejected', code: shorten(code), error: error.message })
      }
      throw toApiError(error, 401)
    }
  }

  // Looked up again inside the transaction: another process may have created it since.
  const createAccount = database.transaction((identity: Identity): User | null => {
    const existing = users.findByOpenid(identity.openid)
    if (existing) return existing
    const user = users.create({})
    if (user) users.addIdentity(user.id, identity)
    return user
  })

  return new Hono<Authenticated>()
    .post('/login', limitBody, async (c) => {
      const { code } = await readBody(c, loginBody)
      onEvent({ type: 'codeReceived', code: shorten(code) })
      await beforeExchange?.(code, c.req.raw.signal)
      const identity = await exchange(code)
      const openid = shorten(identity.openid)
      let user = users.findByOpenid(identity.openid)
      if (!user && !requireBinding) {
        user = createAccount.immediate(identity)
        onEvent({ type: 'accountCreated', user: openid })
      }
      if (!user) {
        const ticket = tickets.create(identity)
        onEvent({ type: 'unbound', user: openid, ticket: shorten(ticket) })
        return c.json({ unbound: { ticket } })
      }
      return c.json(grantSession(context, user, identity))
    })
    .post('/logout', (c) => {
      const { id, openid } = c.get('session')
      sessions.end(id)
      onEvent({ type: 'sessionEnded', session: shorten(id), user: shorten(openid) })
      return c.body(null, 204)
    })
}

/** What a client gets for a successful login. */
export function grantSession(
  { sessions, onEvent }: RouteContext,
  user: User,
  { openid, sessionKey }: Identity,
): { token: string; expiresIn: number; user: User } {
  const { id, token, expiresIn } = sessions.create({ userId: user.id, openid, sessionKey })
  onEvent({ type: 'sessionCreated', session: shorten(id), user: shorten(openid), expiresIn })
  return { token, expiresIn, user: presentUser(user) }
}
