import { isSessionRejection } from '../http/authenticate'
import type { ApiError } from '../http/errors'

const TOASTS: Record<string, string> = {
  NAME_TAKEN: '这个名字已被使用',
  ALREADY_BOUND: '该微信已绑定账号，请重新登录',
  NOT_BOUND: '请先绑定账号',
  TICKET_INVALID: '操作超时，请重新登录',
  SESSION_KEY_STALE: '登录信息已更新，请再试一次',
  USER_BLOCKED: '该账号存在风险，暂时无法登录',
  RATE_LIMITED: '操作太频繁，请稍后再试',
  WECHAT_BUSY: '微信繁忙，请稍后再试',
  WECHAT_UNREACHABLE: '微信繁忙，请稍后再试',
}

/** What a page may show the user of an error, as it is. */
export function toastOf(error: ApiError): string {
  if (isSessionRejection(error)) return '登录已过期'
  return TOASTS[error.code] ?? (error.code.startsWith('CODE_') ? '登录失败，请重试' : '出错了，请重试')
}
