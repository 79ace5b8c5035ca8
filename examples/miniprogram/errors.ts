import { isAuthError, type AuthErrorCode } from 'miniprogram-auth'
import { ApiError } from './api'

const TEXTS: Partial<Record<AuthErrorCode, string>> = {
  LOGGED_OUT: '你已退出登录',
  NETWORK: '网络不可用，请检查网络连接',
  TIMEOUT: '请求超时，请稍后再试',
  INTERRUPTED: '请求已中断，请再试一次',
  WX_LOGIN_FAILED: '微信登录失败，请稍后再试',
  LOGIN_TIMEOUT: '登录超时，请稍后再试',
  LOGIN_REJECTED: '登录没有成功，请稍后再试',
  SERVER_UNAVAILABLE: '登录服务暂时不可用，请稍后再试',
  COOLING_DOWN: '登录服务暂时不可用，请稍后再试',
  SESSION_REJECTED: '登录状态已失效，请重新登录',
}

/** WeChat encrypted the data with another session_key than the one the backend got at the login. */
export function isStaleKey(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'SESSION_KEY_STALE'
}

/** Of an open-type button: the user said no, which is no failure. */
export function isRefusal({ errMsg }: { errMsg: string }): boolean {
  return /deny|denied|cancel/.test(errMsg)
}

/** What the user is told: never a code, a status or a stack. */
export function friendly(error: unknown): string {
  const text = isAuthError(error) ? TEXTS[error.code] : undefined
  return text ?? '出了点问题，请稍后再试'
}
