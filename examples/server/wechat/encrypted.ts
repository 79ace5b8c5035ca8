import { z } from 'zod'
import { ApiError } from '../http/errors'
import { type EncryptedData, decryptData, SessionKeyMismatch } from './crypto'

const BLOCK_BYTES = 16
const byteLength = (base64: string) => Buffer.from(base64, 'base64').length

/** The fields in which WeChat's encrypted data is sent. */
export const encryptedFields = {
  encryptedData: z.base64().refine((data) => data !== '' && byteLength(data) % BLOCK_BYTES === 0, {
    error: 'must be whole AES blocks in base64',
  }),
  iv: z.base64().refine((iv) => byteLength(iv) === BLOCK_BYTES, { error: 'must be 16 bytes in base64' }),
}

const watermarked = z.object({ watermark: z.object({ appid: z.string() }) })

/** Decrypts `data`, checks that it was made for `appid`, and that it is what `schema` says. */
export function openEncrypted<T>(
  data: EncryptedData,
  { sessionKey, appid }: { sessionKey: string; appid: string },
  schema: z.ZodType<T>,
): T {
  const plain = decryptData(data, sessionKey)
  const { success, data: marked } = watermarked.safeParse(plain)
  if (!success) throw unexpected()
  if (marked.watermark.appid !== appid) {
    throw new ApiError(422, 'WATERMARK_MISMATCH', 'The data was made for another mini program.')
  }
  const result = schema.safeParse(plain)
  if (!result.success) throw unexpected()
  return result.data
}

/** Tells the client what to do about data that does not fit the session_key. */
export function staleKeyError(error: unknown, onStale?: () => void): unknown {
  if (!(error instanceof SessionKeyMismatch)) return error
  onStale?.()
  return new ApiError(
    409,
    'SESSION_KEY_STALE',
    'The data does not fit the session_key of this session: WeChat has replaced the key since. ' +
      'Log in again, then read the data anew and send it.',
  )
}

function unexpected(): ApiError {
  return new ApiError(422, 'UNEXPECTED_DATA', 'The decrypted data is not of the kind this route takes.')
}
