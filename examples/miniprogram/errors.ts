import { isAuthError, type AuthErrorCode } from 'miniprogram-auth'

const TEXTS: Partial<Record<AuthErrorCode, string>> = {
  LOGGED_OUT: '你已退出登录',
  NETWORK: '网络不可用，请检查网络连接',
  TIMEOUT: '请求超时，请稍后再试',
  INTERRUPTED: '请求已中断，请再试一次',
  WX_LOGIN_FAILED: '微信登录失败，请稍后再试',
  LOGIN_TIMEOUT: '登录超时，请稍后再试',
  LOGIN_REJECTED: '登录失败，请稍后再试',
  SERVER_UNAVAILABLE: '登录服务暂时不可用，请稍后再试',
  COOLING_DOWN: '登录服务暂时不可用，请稍后再试',
  SESSION_REJECTED: '登录状态已失效，请重新登录',
  UNBOUND: '请先绑定账号',
  UNAVAILABLE: '当前场景无法登录',
  USER_DENIED: '没有授权',
  PRIVACY_NOT_AUTHORIZED: '请先同意隐私保护指引',
  PHONE_QUOTA_EXCEEDED: '手机号服务繁忙，请稍后再试',
  USER_BLOCKED: '当前微信号无法使用此功能',
  STALE_DATA: '请再点一次',
}

const UNKNOWN = '出了点问题，请稍后再试'

/** What the user is told: never a code, a status or a stack. */
export function friendly(error: unknown): string {
  return isAuthError(error) ? textOf(error.code) : UNKNOWN
}

export function textOf(code: AuthErrorCode): string {
  return TEXTS[code] ?? UNKNOWN
}
