import type { AttachOptions } from './http/attach'
import type { DownloadOptions, DownloadResponse, RequestOptions, UploadOptions } from './http/request-options'
import type { AuthView } from './http/middleware'
import type { DownloadTask, Task, UploadTask } from './http/task'
import type { WxRequest, WxResponse } from './platform/wx-port'
import type { Grant, Session } from './session/types'

/** The login of an app; made by createAuth(). */
export interface Auth<User = unknown> extends AuthView<User> {
  /**
   * Resolves with a usable session: the stored one, or one from a login that all callers share. Rejects with
   * LOGGED_OUT after a logout, UNBOUND, COOLING_DOWN, or the error of the login: WX_LOGIN_FAILED, LOGIN_TIMEOUT,
   * LOGIN_REJECTED, SERVER_UNAVAILABLE, USER_DENIED or UNAVAILABLE.
   * @example
   * const { user } = await auth.ensureLogin()
   */
  ensureLogin(): Promise<Session<User>>
  /**
   * For a tap on a login button: resolves with the present session if it is good, else logs in, after a logout and
   * during a cooldown, too. `force`: always a new session of the WeChat user; joins a login that is under way. `data`,
   * which a tap brought, a phone code or a name say, reaches the `login` option: always a login of its own, after the one
   * under way. Encrypted data does not belong there, as a login may replace its session_key. `force` and `data` replace
   * another account's session: what is under way for that rejects with SESSION_CHANGED. Rejects like ensureLogin(), but
   * not because of an earlier logout or a cooldown; with INVALID_OPTIONS for wrong options.
   * @example
   * await auth.login({ data: { phoneCode: event.detail.code } })
   */
  login(options?: { force?: boolean; data?: unknown }): Promise<Session<User>>
  /**
   * Ends the session before it returns. What is under way for it rejects with LOGGED_OUT, and so does what needs a
   * session from now on, also after a restart, until login() or setSession(). Resolves when this is stored; the server
   * is told in the background.
   */
  logout(): Promise<void>
  /**
   * Takes over a session from elsewhere, an account binding say, before it returns. What is under way for the former
   * one rejects with SESSION_CHANGED. Resolves when it is stored. Rejects with INVALID_OPTIONS for what is no grant.
   * `wechat`: is it the WeChat user's, so that a silent login may stand in for it when it ends? If not, its end is that of
   * the login: `'expired'` with `renewable: false`, and nobody is logged in until login() or setSession().
   * @default wechat: true after a login that was `unbound`, else false
   * @example
   * await auth.setSession({ token, expiresIn: 7200, user })
   */
  setSession(grant: Grant<User>, options?: { wechat?: boolean }): Promise<Session<User>>
  /**
   * The same user's next token, as a server with sliding sessions sends it with any answer. Nothing under way is
   * disturbed; `user` and `refreshToken` are kept where they are missing, without `expiresIn` the end is unknown.
   * `generation`, of the request that was answered: rejects with SESSION_CHANGED if that is over. Resolves when it is
   * stored. Rejects with LOGGED_OUT if nobody is logged in, with INVALID_OPTIONS for what is no grant.
   * @example
   * const { generation } = request
   * const response = await next(request)
   * const token = response.header['X-New-Token']
   * if (token) await auth.renewSession({ token }, { generation })
   */
  renewSession(grant: Grant<User>, options?: { generation?: number }): Promise<Session<User>>
  /**
   * Replaces `session.user`, after a profile update say, before it returns; it is kept over a restart. Session and
   * token remain, and the answer to a login that is under way, which may be older, does not change the user back.
   * Resolves when it is stored. Rejects with INVALID_OPTIONS if nobody is logged in.
   */
  setUser(user: User): Promise<Session<User>>
  /**
   * Resolves with whether WeChat's session_key, with which encrypted data is read, is still good. It says nothing
   * about the session. One wx.checkSession for all who ask, and none while the last answer was yes. Rejects with
   * NETWORK, TIMEOUT or INTERRUPTED if it cannot be told, with UNAVAILABLE where there is no wx.checkSession.
   * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.checkSession.html
   */
  checkSession(): Promise<boolean>
  /**
   * wx.request with the session: logs in first if need be, and once more, with one replay, when the server rejects the
   * session. Resolves with any HTTP status, except for a second rejection. Rejects with SESSION_REJECTED, the errors
   * of ensureLogin(), NETWORK, TIMEOUT, INTERRUPTED, ABORTED, DOMAIN_NOT_ALLOWED, UNTRUSTED_ORIGIN, INVALID_OPTIONS,
   * and with LOGGED_OUT or SESSION_CHANGED if logout() or setSession() comes meanwhile.
   * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
   * @example
   * const { data, statusCode } = await auth.request<Order[]>({ url: '/orders', data: { page: 1 } })
   */
  request<T = unknown>(options: RequestOptions<T>): Task<WxResponse<T>>
  /**
   * wx.uploadFile with the session, like request(). A body of JSON is parsed, unless `dataType` is another. A redirect
   * cannot be held back here: the platform takes the token along.
   * https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
   */
  uploadFile<T = unknown>(options: UploadOptions<T>): UploadTask<WxResponse<T>>
  /**
   * wx.downloadFile with the session, like request(). The platform saves a rejection as a file, too, which is removed.
   * Redirects are as for uploads.
   * https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html
   */
  downloadFile(options: DownloadOptions): DownloadTask<DownloadResponse>
  /**
   * For another HTTP client, or a socket: resolves with a copy of the request with an absolute URL and the token,
   * after a login if need be. `auth` is as for a request: with `'optional'` nobody is logged in for it, with `'none'` it
   * has no token. Rejects like ensureLogin(), and with UNTRUSTED_ORIGIN or INVALID_OPTIONS.
   */
  attach<R extends WxRequest>(request: R, options?: AttachOptions): Promise<R & WxRequest>
  /**
   * For another HTTP client: the server has rejected this token. If it is the present session's, that ends, and the
   * next call that needs one logs in; if not, the rejection is known already, and nothing happens.
   */
  invalidate(token: string): void
  /**
   * Ends this instance: what is under way, and all later calls, reject with ABORTED, and its listeners are not called
   * any more. It is no logout: the stored session stays.
   */
  destroy(): void
}
