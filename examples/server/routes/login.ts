import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { type Authenticated } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { ApiError } from '../http/errors'
import { shorten } from '../secrets'
import { presentUser, type User } from '../store/users'
import { type Identity, WeChatError } from '../wechat/client'
import { toApiError } from '../wechat/errors'

export const loginBody = z.strictObject({ code: z.string().min(1).max(512) })

export function loginRoutes(context: RouteContext) {
  const { sessions, requireBinding, onEvent } = context

  return new Hono<Authenticated>()
    .post('/login', limitBody, async (c) => {
      const { code } = await readBody(c, loginBody)
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      const user = requireBinding
        ? context.users.findByOpenid(identity.openid)
        : openAccount(context, identity)
      if (!user) return c.json({ unbound: { ticket: grantTicket(context, identity) } })
      return c.json(grantSession(context, user, identity))
    })
    .post('/logout', (c) => {
      const { id, openid } = c.get('session')
      sessions.end(id)
      onEvent({ type: 'sessionEnded', session: shorten(id), user: shorten(openid) })
      return c.body(null, 204)
    })
}

/** Who the holder of a login code is. `signal` aborts when the client is gone. */
export async function exchangeCode(
  { wechat, onEvent, beforeExchange }: RouteContext,
  code: string,
  signal: AbortSignal,
): Promise<Identity> {
  onEvent({ type: 'codeReceived', code: shorten(code) })
  await beforeExchange?.(code, signal)
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

/** The user's account; if there is none, a new one, or an ApiError where accounts have to be bound. */
export function openAccount(
  { database, users, requireBinding, onEvent }: RouteContext,
  identity: Identity,
): User {
  const known = users.findByOpenid(identity.openid)
  if (known) return known
  if (requireBinding) throw new ApiError(403, 'NOT_BOUND', 'This WeChat user has no account. Bind one first.')
  const create = database.transaction((): User => {
    // Looked up again inside the transaction: another process may have created it since.
    const existing = users.findByOpenid(identity.openid)
    if (existing) return existing
    const user = users.create({})
    if (!user) throw new Error('an account without a name was refused for its name')
    users.addIdentity(user.id, identity)
    return user
  })
  const user = create.immediate()
  onEvent({ type: 'accountCreated', user: shorten(identity.openid) })
  return user
}

/** What lets a user without an account come back with the one to bind. */
export function grantTicket({ tickets, onEvent }: RouteContext, identity: Identity): string {
  const ticket = tickets.create(identity)
  onEvent({ type: 'unbound', user: shorten(identity.openid), ticket: shorten(ticket) })
  return ticket
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
