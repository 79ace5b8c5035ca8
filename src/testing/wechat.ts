import type { Timeline } from './time/timeline'

/** WeChat's side: the user, login codes, and the session_key, which is only a number here. */
export interface WeChat {
  /** The user of the phone, as your server knows them; default 'openid-1'. */
  openid: string
  /**
   * Does each wx.login replace the session_key, so that data encrypted before it no longer decrypts? The platform
   * does it at some calls; default true, the harder case.
   */
  rotates: boolean
  /** Makes a code, as wx.login does. */
  createCode(): string
  /** WeChat ends the session_key: wx.checkSession fails, and your server cannot decrypt what is encrypted now. */
  expireSessionKey(): void
  /** `data` as WeChat hands it to a page, by the session_key of this moment; `server.decrypt` reads it. */
  encrypt(data: unknown): { encryptedData: string; iv: string }
}

export type Redeemed =
  { openid: string; sessionKey: number } | { problem: 'CODE_INVALID' | 'CODE_USED' | 'CODE_EXPIRED' }

export interface WeChatServer extends WeChat {
  /** code2Session */
  redeem(code: unknown): Redeemed
  readonly isSessionKeyGood: boolean
}

const CODE_LIFE = 5 * 60_000

export function createWeChat(timeline: Timeline): WeChatServer {
  const codes = new Map<string, { openid: string; sessionKey: number; until: number; used: boolean }>()
  let sessionKey = 0
  let isGood = false
  let encrypted = 0

  const wechat: WeChatServer = {
    openid: 'openid-1',
    rotates: true,
    createCode() {
      if (wechat.rotates || !isGood) sessionKey++
      isGood = true
      const code = `code-${codes.size + 1}`
      codes.set(code, { openid: wechat.openid, sessionKey, until: timeline.elapsed + CODE_LIFE, used: false })
      return code
    },
    expireSessionKey() {
      sessionKey++
      isGood = false
    },
    // The same data twice gives two texts, as the real ones have an `iv` of their own.
    encrypt: (data) => ({
      encryptedData: `session_key ${sessionKey}, ${++encrypted}: ${JSON.stringify(data)}`,
      iv: 'iv',
    }),
    redeem(code) {
      const issued = typeof code === 'string' ? codes.get(code) : undefined
      if (!issued) return { problem: 'CODE_INVALID' }
      if (issued.used) return { problem: 'CODE_USED' }
      if (timeline.elapsed > issued.until) return { problem: 'CODE_EXPIRED' }
      issued.used = true
      return { openid: issued.openid, sessionKey: issued.sessionKey }
    },
    get isSessionKeyGood() {
      return isGood
    },
  }
  return wechat
}

/** What was encrypted, or null when it was by another session_key. */
export function decrypt(encryptedData: string, sessionKey: number): unknown {
  const [, key, json = 'null'] = /^session_key (\d+), \d+: ([^]*)$/.exec(encryptedData) ?? []
  return Number(key) === sessionKey ? (JSON.parse(json) as unknown) : null
}
