import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { bearerOf, findSession } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { ApiError } from '../http/errors'
import { exchangeCode, grantSession, openAccount } from '../routes/login'
import { ORDERS } from '../routes/samples'
import type { PhoneNumber } from '../wechat/client'
import { toApiError } from '../wechat/errors'

const wxCode = z.string().min(1).max(512)
const loginBody = z.strictObject({ code: wxCode, phoneCode: wxCode.optional() })

/**
 * An account needs a phone number: who is new brings the code of a getPhoneNumber button along with the login code. From
 * then on the login code alone will do. The statuses are HTTP's own, as in the main server.
 */
export function phoneLogin(context: RouteContext) {
  const { sessions, users, wechat, onEvent } = context

  async function getPhone(code: string): Promise<PhoneNumber> {
    try {
      return await wechat.getPhoneNumber(code)
    } catch (error) {
      throw toApiError(error, 422)
    }
  }

  return new Hono()
    .post('/login', limitBody, async (c) => {
      const { code, phoneCode } = await readBody(c, loginBody)
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      if (phoneCode !== undefined) {
        const phone = await getPhone(phoneCode)
        users.setPhone(openAccount(context, identity).id, phone)
      }
      const user = users.findByOpenid(identity.openid)
      if (user?.phoneNumber) return c.json(grantSession(context, user, identity))
      throw new ApiError(
        403,
        'PHONE_REQUIRED',
        'There is no account yet. Send the code of a phone number, too.',
      )
    })
    .get('/orders', (c) => {
      findSession(sessions, onEvent, c.req, bearerOf(c.req))
      return c.json({ orders: ORDERS })
    })
}
