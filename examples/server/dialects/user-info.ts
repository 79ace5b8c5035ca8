import { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from '../app'
import { findSession, isSessionRejection } from '../http/authenticate'
import { limitBody, readBody } from '../http/body'
import { ApiError } from '../http/errors'
import type { Reported } from '../http/report-requests'
import { exchangeCode, grantSession, openAccount } from '../routes/login'
import { shorten } from '../secrets'
import { presentUser, type User } from '../store/users'
import { userInfo } from '../wechat/user-info'
import { answerInBody } from './answer-in-body'
import { toastOf } from './toasts'

// `isLogin`, as the pages of such apps ask for it: show the login button, or the user's card?
const SESSION_ENDED = 0
const WITHOUT_PROFILE = 1
const WITH_PROFILE = 2

const loginBody = z.strictObject({ code: z.string().min(1).max(512) })
// Not encrypted, so it is no proof of anything; it is what the user wants to be called.
const updateBody = z.strictObject({ session: z.string().optional(), userInfo })

/** A silent login, and later the profile: `userInfo` and `session` are POSTed, stored in SQL, and `msg` is a toast. */
export function userInfoDialect(context: RouteContext) {
  const { sessions, users, onEvent } = context

  return new Hono<Reported>()
    .post('/login', limitBody, async (c) => {
      const { code } = await readBody(c, loginBody)
      const identity = await exchangeCode(context, code, c.req.raw.signal)
      const account = openAccount(context, identity)
      return c.json({ session: grantSession(context, account, identity).token, ...present(account) })
    })
    .post('/update', limitBody, async (c) => {
      const { session, userInfo } = await readBody(c, updateBody)
      const { userId, openid } = findSession(sessions, onEvent, c.req, session)
      users.setProfile(userId, userInfo)
      const user = users.get(userId)
      if (!user) throw new ApiError(404, 'USER_NOT_FOUND', 'The account of this session no longer exists.')
      onEvent({ type: 'profileUpdated', user: shorten(openid) })
      return c.json({ ...present(user), msg: '保存成功' })
    })
    .onError(
      answerInBody((error) => ({
        ...(isSessionRejection(error) && { isLogin: SESSION_ENDED }),
        msg: toastOf(error),
      })),
    )
}

function present(account: User) {
  const { nickName, avatarUrl } = presentUser(account)
  return nickName === null
    ? { isLogin: WITHOUT_PROFILE }
    : { isLogin: WITH_PROFILE, userInfo: { nickName, avatarUrl } }
}
