import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/** Encrypted as WeChat hands it to the mini program; both fields are base64. */
export interface EncryptedData {
  encryptedData: string
  iv: string
}

/** The data was not encrypted or signed with this session_key: another login has replaced it, or it is forged. */
export class SessionKeyMismatch extends Error {
  override readonly name = 'SessionKeyMismatch'
}

/**
 * What WeChat encrypted for the holder of `sessionKey`. Throws SessionKeyMismatch. The caller checks the
 * watermark: a matching key alone does not say that the data was meant for this mini program.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function decryptData({ encryptedData, iv }: EncryptedData, sessionKey: string): unknown {
  try {
    const decipher = createDecipheriv(
      'aes-128-cbc',
      Buffer.from(sessionKey, 'base64'),
      Buffer.from(iv, 'base64'),
    )
    const plain = Buffer.concat([decipher.update(encryptedData, 'base64'), decipher.final()])
    // One wrong key in 256 yields valid padding, so the text and the JSON have to be checked as well.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)) as unknown
  } catch {
    throw new SessionKeyMismatch('The data cannot be decrypted with this session_key.')
  }
}

/** WeChat's signature of `rawData`. The base64 text of the session_key is hashed, not its bytes. */
export function signData(rawData: string, sessionKey: string): string {
  return createHash('sha1')
    .update(rawData + sessionKey)
    .digest('hex')
}

/** Throws SessionKeyMismatch unless `signature` is WeChat's. */
export function verifySignature(rawData: string, signature: string, sessionKey: string): void {
  const expected = Buffer.from(signData(rawData, sessionKey))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new SessionKeyMismatch('The signature does not fit this session_key.')
  }
}
