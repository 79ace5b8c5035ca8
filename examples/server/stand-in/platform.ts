import { createHash, randomBytes } from 'node:crypto'
import type { EncryptedData } from '../wechat/crypto'
import { signData } from '../wechat/crypto'
import { createCodes } from './codes'
import { seal } from './seal'

export interface Identity {
  openid: string
  unionid: string
  session_key: string
}

interface Account {
  openid: string
  unionid: string
  phoneNumber: string
  sessionKey: string
  /** The session_key that went with the last code; wx.checkSession asks whether it still holds. */
  keyOfLastCode: string | null
}

export interface UserInfo {
  nickName: string
  avatarUrl: string
  gender: number
  language: string
  city: string
  province: string
  country: string
}

export type Platform = ReturnType<typeof createPlatform>

// WeChat DevTools hands this out as every code when a project has no appid, so it is neither random nor used up.
export const MOCK_CODE = 'the code is a mock one'
const MOCK_USER = 'developer'

/** What WeChat knows of one mini program: its users, their session_keys, and the codes that were handed out. */
export function createPlatform({ appid, now }: { appid: string; now: () => number }) {
  const accounts = new Map<string, Account>()
  const loginCodes = createCodes<Identity>(now)
  const phoneCodes = createCodes<string>(now)

  function account(user: string): Account {
    const known = accounts.get(user)
    if (known) return known
    const digits = BigInt(`0x${digest('hex', 'phone', user)}`).toString()
    const created: Account = {
      openid: `o${digest('base64url', appid, user).slice(0, 27)}`,
      unionid: `o${digest('base64url', 'union', user).slice(0, 27)}`,
      phoneNumber: `138${digits.slice(0, 8)}`,
      sessionKey: createSessionKey(),
      keyOfLastCode: null,
    }
    accounts.set(user, created)
    return created
  }

  function identify({ openid, unionid, sessionKey }: Account): Identity {
    return { openid, unionid, session_key: sessionKey }
  }

  const watermark = () => ({ timestamp: Math.floor(now() / 1000), appid })

  return {
    /** wx.login. WeChat may or may not replace the session_key; replacing it is the case that finds bugs. */
    login(user: string, { keepSessionKey = false } = {}): string {
      const owner = account(user)
      if (!keepSessionKey) owner.sessionKey = createSessionKey()
      owner.keyOfLastCode = owner.sessionKey
      return loginCodes.issue(identify(owner))
    },

    redeemLoginCode(code: string): { content: Identity } | { errcode: number } {
      return code === MOCK_CODE ? { content: identify(account(MOCK_USER)) } : loginCodes.redeem(code)
    },

    checkSession(user: string): boolean {
      const { keyOfLastCode, sessionKey } = account(user)
      return keyOfLastCode === sessionKey
    },

    /** Replaces the session_key of `user`, or of everybody; returns how many were replaced. */
    rotateSessionKeys(user?: string): number {
      const owners = user === undefined ? [...accounts.values()] : [account(user)]
      for (const owner of owners) owner.sessionKey = createSessionKey()
      return owners.length
    },

    userInfo(user: string, userInfo: UserInfo): { rawData: string; signature: string } & EncryptedData {
      const { openid, unionid, sessionKey } = account(user)
      const rawData = JSON.stringify(userInfo)
      const complete = { openId: openid, ...userInfo, unionId: unionid, watermark: watermark() }
      return { rawData, signature: signData(rawData, sessionKey), ...seal(complete, sessionKey) }
    },

    phoneNumber(user: string): { code: string } & EncryptedData {
      const { phoneNumber, sessionKey } = account(user)
      const info = { ...phoneInfo(phoneNumber), watermark: watermark() }
      return { code: phoneCodes.issue(phoneNumber), ...seal(info, sessionKey) }
    },

    /** As WeChat shows it to its owner before it is given away. */
    maskedPhoneNumber: (user: string): string =>
      account(user).phoneNumber.replace(/(?<=^\d{3})\d+(?=\d{4}$)/, '****'),

    redeemPhoneCode(code: string) {
      const result = phoneCodes.redeem(code)
      return 'errcode' in result
        ? result
        : { content: { ...phoneInfo(result.content), watermark: watermark() } }
    },
  }
}

function phoneInfo(number: string) {
  return { phoneNumber: number, purePhoneNumber: number, countryCode: '86' }
}

function createSessionKey(): string {
  return randomBytes(16).toString('base64')
}

function digest(encoding: 'hex' | 'base64url', ...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest(encoding)
}
