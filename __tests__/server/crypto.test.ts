import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  decryptData,
  SessionKeyMismatch,
  signData,
  verifySignature,
} from '../../examples/server/wechat/crypto'
import { seal } from '../../examples/server/stand-in/seal'

interface Vectors {
  aes: { sessionKey: string; iv: string; encryptedData: string; plaintext: string }
  signature: { sessionKey: string; rawData: string; signature: string }
}

const file = join(__dirname, '../fixtures/wechat-vectors.json')
const { aes, signature } = JSON.parse(readFileSync(file, 'utf8')) as Vectors

describe("WeChat's published samples", () => {
  test('the encrypted data decrypts to the published plain text', () => {
    expect(decryptData(aes, aes.sessionKey)).toEqual(JSON.parse(aes.plaintext))
  })

  test('the signature is the published one', () => {
    expect(signData(signature.rawData, signature.sessionKey)).toBe(signature.signature)
    expect(() => verifySignature(signature.rawData, signature.signature, signature.sessionKey)).not.toThrow()
  })
})

describe('data that does not fit', () => {
  test('another session_key is told, whatever garbage the decryption yields', () => {
    // Enough keys that some of them yield valid padding by chance.
    for (let n = 0; n < 2000; n += 1) {
      const other = Buffer.alloc(16)
      other.writeUInt32BE(n)
      expect(() => decryptData(aes, other.toString('base64'))).toThrow(SessionKeyMismatch)
    }
  })

  test('a session_key of the wrong length is told', () => {
    expect(() => decryptData(aes, 'c2hvcnQ=')).toThrow(SessionKeyMismatch)
  })

  test('a changed byte of rawData breaks the signature', () => {
    const changed = signature.rawData.replace('Band', 'Bond')
    expect(() => verifySignature(changed, signature.signature, signature.sessionKey)).toThrow(
      SessionKeyMismatch,
    )
  })

  test('a signature of another length is refused, not a crash', () => {
    expect(() => verifySignature(signature.rawData, '', signature.sessionKey)).toThrow(SessionKeyMismatch)
  })
})

test('what the stand-in seals can be opened with the same key, emoji included', () => {
  const data = { nickName: '小明🍵', watermark: { appid: 'wx1', timestamp: 1 } }
  expect(decryptData(seal(data, aes.sessionKey), aes.sessionKey)).toEqual(data)
})
