import { createCipheriv, randomBytes } from 'node:crypto'
import type { EncryptedData } from '../wechat/crypto'

/** Encrypts `data` as WeChat does for the holder of `sessionKey`. */
export function seal(data: object, sessionKey: string): EncryptedData {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(data)), cipher.final()])
  return { encryptedData: sealed.toString('base64'), iv: iv.toString('base64') }
}
