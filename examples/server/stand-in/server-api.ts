import { type Context, Hono } from 'hono'
import { limitBody } from '../http/body'
import type { AccessTokens } from './access-tokens'
import type { Faults } from './faults'
import type { Platform } from './platform'

const MESSAGES: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  42001: 'access_token expired',
  42003: 'code timed out',
  45011: 'api minute-quota reach limit, must slower retry next minute',
  47001: 'data format error',
}

export interface ServerApiOptions {
  platform: Platform
  accessTokens: AccessTokens
  faults: Faults
  appid: string
  secret: string
}

/** The part of https://api.weixin.qq.com that logins need, in its wire format: status 200, JSON as text/plain. */
export function serverApi({ platform, accessTokens, faults, appid, secret }: ServerApiOptions) {
  function checkCredentials(given: Record<string, unknown>): number {
    if (!given.appid) return 41002
    if (!given.secret) return 41004
    if (given.appid !== appid) return 40013
    return given.secret === secret ? 0 : 40125
  }

  return new Hono()
    .get('/sns/jscode2session', (c) => {
      const query = c.req.query()
      const refused = faults.next('jscode2session') || checkCredentials(query)
      if (refused) return fail(c, refused)
      if (query.grant_type !== 'authorization_code') return fail(c, 40002)
      if (!query.js_code) return fail(c, 41008)
      const result = platform.redeemLoginCode(query.js_code)
      // A success has no errcode here, as with WeChat.
      return 'errcode' in result ? fail(c, result.errcode) : answer(c, result.content)
    })
    .post('/cgi-bin/stable_token', limitBody, async (c) => {
      const body = await readObject(c)
      if (!body) return fail(c, 47001)
      const refused = faults.next('stable_token') || checkCredentials(body)
      if (refused) return fail(c, refused)
      if (body.grant_type !== 'client_credential') return fail(c, 40002)
      return answer(c, accessTokens.issue(body.force_refresh === true))
    })
    .post('/wxa/business/getuserphonenumber', limitBody, async (c) => {
      const token = c.req.query('access_token')
      if (token === undefined) return fail(c, 41001)
      const refused = faults.next('getuserphonenumber') || accessTokens.check(token)
      if (refused) return fail(c, refused)
      const body = await readObject(c)
      if (!body) return fail(c, 47001)
      if (typeof body.code !== 'string') return fail(c, 41008)
      const result = platform.redeemPhoneCode(body.code)
      if ('errcode' in result) return fail(c, result.errcode)
      return answer(c, { errcode: 0, errmsg: 'ok', phone_info: result.content })
    })
}

function answer(c: Context, body: object) {
  return c.text(JSON.stringify(body))
}

function fail(c: Context, errcode: number) {
  return answer(c, { errcode, errmsg: MESSAGES[errcode] ?? 'error' })
}

async function readObject(c: Context): Promise<Record<string, unknown> | null> {
  try {
    const body: unknown = await c.req.json()
    return typeof body === 'object' ? (body as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}
