import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { createAccessToken } from './access-token'

/** Who the user is, by WeChat. The session_key must never leave the server. */
export interface Identity {
  openid: string
  unionid: string | null
  sessionKey: string
}

export interface PhoneNumber {
  countryCode: string
  number: string
}

/** WeChat refused (`errcode`), or could not be reached or understood (`errcode` null). */
export class WeChatError extends Error {
  override readonly name = 'WeChatError'

  constructor(readonly errcode: number | null) {
    super(errcode === null ? 'WeChat gave no usable answer' : `WeChat answered errcode ${errcode}`)
  }
}

export interface WeChat {
  codeToSession(code: string): Promise<Identity>
  getPhoneNumber(code: string): Promise<PhoneNumber>
}

export interface WeChatOptions {
  appid: string
  secret: string
  baseURL: string
  now?: () => number
  /** In milliseconds. */
  timeout?: number
  wait?: (milliseconds: number) => Promise<unknown>
}

const BUSY = -1
const BUSY_RETRIES = 2
const INVALID_TOKEN = [40001, 42001]

const envelope = z.looseObject({ errcode: z.number().optional() })
const identity = z.object({
  openid: z.string().min(1),
  session_key: z.string().min(1),
  unionid: z.string().optional(),
})
const token = z.object({ access_token: z.string().min(1), expires_in: z.number() })
const phone = z.object({
  phone_info: z.object({
    purePhoneNumber: z.string().min(1),
    countryCode: z.string(),
    watermark: z.object({ appid: z.string() }),
  }),
})

/** A client of WeChat's server API, as far as logins need it. Every method throws WeChatError. */
export function createWeChat(options: WeChatOptions): WeChat {
  const { appid, secret, baseURL, now = Date.now, timeout = 5000, wait = sleep } = options

  async function call<T>(path: string, query: Record<string, string>, schema: z.ZodType<T>, body?: object) {
    const url = new URL(path, baseURL)
    url.search = new URLSearchParams(query).toString()
    // Only "busy" says for certain that a single-use code was not used up; nothing else is sent again.
    for (let attempt = 1; ; attempt += 1) {
      const answer = parse(envelope, await send(url, body))
      const errcode = answer.errcode ?? 0
      if (errcode === 0) return parse(schema, answer)
      if (errcode !== BUSY || attempt > BUSY_RETRIES) throw new WeChatError(errcode)
      await wait(100 * attempt)
    }
  }

  async function send(url: URL, body?: object): Promise<unknown> {
    try {
      const response = await fetch(url, {
        ...(body && {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      })
      // Not by content type: WeChat sends its JSON as text/plain.
      return JSON.parse(await response.text()) as unknown
    } catch {
      // The cause is dropped on purpose: it may quote the URL, which holds the secret and the code.
      throw new WeChatError(null)
    }
  }

  const accessToken = createAccessToken(now, async (forceRefresh) => {
    const body = { grant_type: 'client_credential', appid, secret, force_refresh: forceRefresh }
    const { access_token, expires_in } = await call('/cgi-bin/stable_token', {}, token, body)
    return { value: access_token, expiresIn: expires_in }
  })

  return {
    async codeToSession(code) {
      const query = { appid, secret, js_code: code, grant_type: 'authorization_code' }
      const { openid, session_key, unionid } = await call('/sns/jscode2session', query, identity)
      return { openid, sessionKey: session_key, unionid: unionid ?? null }
    },

    async getPhoneNumber(code) {
      const ask = (access_token: string) =>
        call('/wxa/business/getuserphonenumber', { access_token }, phone, { code })
      const current = await accessToken.get()
      const { phone_info } = await ask(current).catch(async (error: unknown) => {
        if (!(error instanceof WeChatError) || !INVALID_TOKEN.includes(error.errcode ?? 0)) throw error
        return ask(await accessToken.renew(current))
      })
      if (phone_info.watermark.appid !== appid) throw new WeChatError(null)
      return { countryCode: phone_info.countryCode, number: phone_info.purePhoneNumber }
    },
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (!result.success) throw new WeChatError(null)
  return result.data
}
