import { ApiError } from '../http/errors'
import { WeChatError } from './client'

// WeChat counts calls per user and minute.
const RATE_LIMIT_WINDOW = '60'
const BUSY_PAUSE = '5'

const MISCONFIGURED = [40013, 40125, 41002, 41004]

const CODE_ERRORS: Record<number, [code: string, message: string]> = {
  40029: ['CODE_INVALID', 'WeChat does not know this code. Get a new one and send it at once.'],
  40163: ['CODE_USED', 'This code was used before. A code works once: get a new one.'],
  42003: ['CODE_EXPIRED', 'This code is older than five minutes. Get a new one and send it at once.'],
}

/** Tells the client what a refusal by WeChat means. `codeStatus` is for a code that is bad, used or too old. */
export function toApiError(error: unknown, codeStatus: 401 | 422): unknown {
  if (!(error instanceof WeChatError)) return error
  const { errcode } = error
  if (errcode === null) {
    return new ApiError(503, 'WECHAT_UNREACHABLE', 'WeChat cannot be reached. Try again with a new code.', {
      'Retry-After': BUSY_PAUSE,
    })
  }
  const codeError = CODE_ERRORS[errcode]
  if (codeError) return new ApiError(codeStatus, ...codeError)
  if (MISCONFIGURED.includes(errcode)) {
    return new ApiError(
      502,
      'WECHAT_MISCONFIGURED',
      'WeChat refuses the appid or secret. Check WX_APPID and WX_SECRET.',
    )
  }
  switch (errcode) {
    case -1:
      return new ApiError(503, 'WECHAT_BUSY', 'WeChat is busy. Try again in a few seconds.', {
        'Retry-After': BUSY_PAUSE,
      })
    case 40226:
      return new ApiError(403, 'USER_BLOCKED', 'WeChat has blocked this user as a high risk.')
    case 45011:
      return new ApiError(429, 'RATE_LIMITED', 'Too many logins by this user. Try again in a minute.', {
        'Retry-After': RATE_LIMIT_WINDOW,
      })
    default:
      return new ApiError(
        502,
        'WECHAT_ERROR',
        `WeChat answered errcode ${errcode}, which is not expected here.`,
      )
  }
}
