import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { limitBody, readBody, text } from '../http/body'
import { ApiError } from '../http/errors'
import { SECRET_PATTERN, shorten } from '../secrets'
import type { User } from '../store/users'
import type { Identity, PhoneNumber } from '../wechat/client'
import { toApiError } from '../wechat/errors'
import { grantSession } from './login'

// A name opens a new account only: to join one by its name, anybody could take it over.
// The phone number is proof, because WeChat vouches for it: it joins the account that has it, or opens one.
const ticket = z.string().regex(SECRET_PATTERN, 'must be the ticket that POST /login gave')
export const bindBody = z.union([
  z.strictObject({ ticket, name: text(32).min(1) }),
  z.strictObject({ ticket, phoneCode: z.string().min(1).max(512) }),
])

/** Gives the user an account for the ticket; throws ApiErrors. */
export type Bind = (body: z.output<typeof bindBody>) => Promise<[User, Identity]>

type Account = { name: string } | { phone: PhoneNumber }

export function bindRoutes(context: RouteContext) {
  const bind = createBind(context)

  return new Hono().post('/bind', limitBody, async (c) => {
    const [user, identity] = await bind(await readBody(c, bindBody))
    return c.json(grantSession(context, user, identity))
  })
}

export function createBind({ database, wechat, tickets, users, onEvent }: RouteContext): Bind {
  // In one transaction, so that a ticket is used up only if the account got its identity.
  const bind = database.transaction((ticket: string, account: Account): [User, Identity] => {
    const identity = tickets.take(ticket)
    if (!identity) throw ticketError()
    if (users.findByOpenid(identity.openid)) {
      throw new ApiError(409, 'ALREADY_BOUND', 'This WeChat user has an account by now. Log in again.')
    }
    const user = ('phone' in account ? users.findByPhone(account.phone) : null) ?? users.create(account)
    if (!user) throw new ApiError(409, 'NAME_TAKEN', 'There is an account of this name. Choose another one.')
    users.addIdentity(user.id, identity)
    return [user, identity]
  })

  return async (body) => {
    if (!tickets.find(body.ticket)) throw ticketError()
    const account = 'name' in body ? { name: body.name } : { phone: await getPhone(body.phoneCode) }
    const bound = bind.immediate(body.ticket, account)
    onEvent({ type: 'bound', user: shorten(bound[1].openid), ticket: shorten(body.ticket) })
    return bound
  }

  async function getPhone(code: string): Promise<PhoneNumber> {
    try {
      return await wechat.getPhoneNumber(code)
    } catch (error) {
      throw toApiError(error, 422)
    }
  }
}

export function ticketError(): ApiError {
  return new ApiError(
    410,
    'TICKET_INVALID',
    'This ticket is unknown, used or too old. Log in again for a new one.',
  )
}
