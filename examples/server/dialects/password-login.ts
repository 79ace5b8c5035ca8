import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { bearerOf, findSession } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { ApiError } from '../http/errors'
import { exchangeCode, grantSession, loginBody, openAccount } from '../routes/login'
import { ORDERS } from '../routes/samples'
import { hashSecret } from '../secrets'
import type { User } from '../store/users'

const passwordBody = z.strictObject({ name: z.string().max(32), password: z.string().max(128) })

/** The one account that has a password; a real server stores a slow, salted hash, and limits the attempts. */
const MANAGER = { name: '店长', password: 'mingqian-longjing' }

/** An account with a password beside WeChat's login: who logs in by it need not be the phone's WeChat user. */
export function passwordLogin(context: RouteContext) {
  const { sessions, users, onEvent } = context
  let manager: User | null = null

  return new Hono()
    .post('/login', limitBody, async (c) => {
      const { code } = await readBody(c, loginBody)
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      return c.json(grantSession(context, openAccount(context, identity), identity))
    })
    .post('/password', limitBody, async (c) => {
      const { name, password } = await readBody(c, passwordBody)
      if (name !== MANAGER.name || !isSame(password, MANAGER.password)) {
        // Not a 401, which tells a client that its session has ended.
        throw new ApiError(403, 'PASSWORD_WRONG', 'There is no account of this name and password.')
      }
      manager ??= users.create({})
      if (!manager) throw new Error('an account without a name was refused for its name')
      // No WeChat user's: nothing that is encrypted for one can be read with it.
      const owner = { openid: `account:${manager.id}`, unionid: null, sessionKey: '' }
      return c.json(grantSession(context, manager, owner))
    })
    .get('/orders', (c) => {
      findSession(sessions, onEvent, c.req, bearerOf(c.req))
      return c.json({ orders: ORDERS })
    })
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(one)), Buffer.from(hashSecret(other)))
}
