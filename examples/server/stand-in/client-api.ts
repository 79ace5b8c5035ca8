import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { z } from 'zod'
import { limitBody, readBody, text } from '../http/body'
import { ApiError } from '../http/errors'
import { isLoopback, onlyFromLoopback } from '../http/loopback'
import { drawAvatar } from './avatar'
import { type Faults, SCRIPTED_APIS } from './faults'
import type { Platform, UserInfo } from './platform'

const user = text(64).min(1)
const caller = { appid: z.string().min(1).max(64), user }
const userBody = z.strictObject(caller)
const loginBody = z.strictObject({ ...caller, keepSessionKey: z.boolean().optional() })
const userInfoBody = z.strictObject({ ...caller, anonymous: z.boolean().optional() })
const rotateBody = z.strictObject({ ...caller, user: user.optional() })
const faultsBody = z.strictObject({
  codes: z.array(z.int()).max(100),
  api: z.enum(SCRIPTED_APIS).default('jscode2session'),
})

export interface ClientApiOptions {
  platform: Platform
  faults: Faults
  appid: string
}

/** What the WeChat app does for a mini program on the phone (wx.login and others); `user` names a WeChat user. */
export function clientApi({ platform, faults, appid }: ClientApiOptions) {
  async function read<Schema extends z.ZodType<{ appid: string }>>(c: Context, schema: Schema) {
    const body = await readBody(c, schema)
    if (body.appid !== appid) throw new ApiError(400, 'APPID_UNKNOWN', 'The stand-in has another appid.')
    return body
  }

  // Since 2021 WeChat answers the anonymous form to everybody. The other one tells users apart on a screen.
  function describeUser(name: string, anonymous: boolean, origin: string): UserInfo {
    const avatar = new URLSearchParams({ name: anonymous ? '' : name })
    return {
      nickName: anonymous ? '微信用户' : name,
      avatarUrl: `${origin}/client/avatar?${avatar.toString()}`,
      gender: 0,
      language: 'zh_CN',
      city: '',
      province: '',
      country: '',
    }
  }

  return new Hono()
    .use(cors({ origin: (origin) => (isLoopback(origin) ? origin : null), allowMethods: ['GET', 'POST'] }))
    .use(onlyFromLoopback((origin) => isLoopback(origin)))
    .use(limitBody)
    .post('/login', async (c) => {
      const { user, keepSessionKey } = await read(c, loginBody)
      return c.json({ code: platform.login(user, { keepSessionKey }) })
    })
    .post('/check-session', async (c) => {
      const { user } = await read(c, userBody)
      return c.json({ valid: platform.checkSession(user) })
    })
    .post('/user-info', async (c) => {
      const { user, anonymous = false } = await read(c, userInfoBody)
      const userInfo = describeUser(user, anonymous, new URL(c.req.url).origin)
      return c.json({ userInfo, ...platform.userInfo(user, userInfo) })
    })
    .post('/phone-number', async (c) => {
      const { user } = await read(c, userBody)
      return c.json(platform.phoneNumber(user))
    })
    .post('/masked-phone-number', async (c) => {
      const { user } = await read(c, userBody)
      return c.json({ phoneNumber: platform.maskedPhoneNumber(user) })
    })
    .post('/rotate-session-key', async (c) => {
      const { user } = await read(c, rotateBody)
      return c.json({ rotated: platform.rotateSessionKeys(user) })
    })
    .post('/faults', async (c) => {
      const { codes, api } = await readBody(c, faultsBody)
      faults.script(api, codes)
      return c.json({ scripted: codes.length })
    })
    .get('/avatar', (c) =>
      c.body(drawAvatar(c.req.query('name') ?? ''), 200, { 'Content-Type': 'image/png' }),
    )
}
