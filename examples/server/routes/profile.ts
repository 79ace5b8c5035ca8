import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { type Authenticated } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { ApiError } from '../http/errors'
import { shorten } from '../secrets'
import type { Session } from '../store/sessions'
import { presentUser } from '../store/users'
import type { PhoneNumber } from '../wechat/client'
import { verifySignature } from '../wechat/crypto'
import { encryptedFields, openEncrypted, staleKeyError } from '../wechat/encrypted'
import { toApiError } from '../wechat/errors'
import { openUserInfo, userInfo, type UserInfo } from '../wechat/user-info'

const profileBody = z.union([
  z.strictObject({ userInfo }),
  z.strictObject({
    rawData: z.string(),
    signature: z.string().regex(/^[\da-f]{40}$/, 'must be a SHA-1 in lower-case hex'),
    ...encryptedFields,
  }),
])
const phoneBody = z.union([
  z.strictObject({ code: z.string().min(1).max(512) }),
  z.strictObject(encryptedFields),
])

const encryptedPhone = z.object({ purePhoneNumber: z.string().min(1), countryCode: z.string() })

export function profileRoutes({ wechat, appid, users, onEvent }: RouteContext) {
  function readProfile(body: z.output<typeof profileBody>, session: Session): UserInfo {
    if ('userInfo' in body) return body.userInfo
    verifySignature(body.rawData, body.signature, session.sessionKey)
    return openUserInfo(body, session, appid)
  }

  async function readPhone(body: z.output<typeof phoneBody>, session: Session): Promise<PhoneNumber> {
    if ('encryptedData' in body) {
      const phone = openEncrypted(body, { appid, sessionKey: session.sessionKey }, encryptedPhone)
      return { countryCode: phone.countryCode, number: phone.purePhoneNumber }
    }
    try {
      return await wechat.getPhoneNumber(body.code)
    } catch (error) {
      // Not 401 for a bad code: to the client that would mean the end of its session.
      throw toApiError(error, 422)
    }
  }

  function present({ userId }: Session) {
    const user = users.get(userId)
    if (!user) throw new ApiError(404, 'USER_NOT_FOUND', 'The account of this session no longer exists.')
    return { user: presentUser(user) }
  }

  function stale(error: unknown, { id, openid }: Session): unknown {
    return staleKeyError(error, () => {
      onEvent({ type: 'sessionKeyStale', session: shorten(id), user: shorten(openid) })
    })
  }

  return new Hono<Authenticated>()
    .get('/me', (c) => c.json(present(c.get('session'))))
    .post('/me/profile', limitBody, async (c) => {
      const session = c.get('session')
      const body = await readBody(c, profileBody)
      try {
        users.setProfile(session.userId, readProfile(body, session))
      } catch (error) {
        throw stale(error, session)
      }
      onEvent({ type: 'profileUpdated', user: shorten(session.openid) })
      return c.json(present(session))
    })
    .post('/me/phone', limitBody, async (c) => {
      const session = c.get('session')
      const body = await readBody(c, phoneBody)
      try {
        users.setPhone(session.userId, await readPhone(body, session))
      } catch (error) {
        throw stale(error, session)
      }
      onEvent({ type: 'phoneUpdated', user: shorten(session.openid) })
      return c.json(present(session))
    })
}
