import type { DownloadOptions, DownloadResponse, RequestOptions, UploadOptions } from './http/request-options'
import type { AuthView } from './http/middleware'
import type { DownloadTask, Task, UploadTask } from './http/task'
import type { WxRequest, WxResponse } from './platform/wx-port'
import type { Grant, Session } from './session/types'

/** The login of an app; made by createAuth(). */
export interface Auth<User = unknown> extends AuthView<User> {
  /**
   * A usable session, with as little work as possible: the stored one, else by one login that all callers share.
   * Rejects with LOGGED_OUT after a logout, UNBOUND, COOLING_DOWN, or the error of the login.
   */
  ensureLogin(): Promise<Session<User>>
  /**
   * The user asks: gives the present session if it is good, else logs in, after a logout and in a cooldown too.
   * `force`: always a new session; a login that is under way counts.
   */
  login(options?: { force?: boolean }): Promise<Session<User>>
  /**
   * Ends the session before it returns; what was under way for it rejects with LOGGED_OUT. It holds, over a restart
   * too, until login() or setSession(). Resolves when storage is written; the server is told in the background.
   */
  logout(): Promise<void>
  /**
   * Takes over a session made elsewhere, by an account binding say, before it returns; what was under way for the
   * former one rejects with SESSION_CHANGED. Resolves when it is stored. Rejects with INVALID_OPTIONS.
   */
  setSession(grant: Grant<User>): Promise<Session<User>>
  /**
   * The server knows something new of the user, after a profile update say: `session.user`, `state` and authBehavior() show
   * it before it returns, and a restart too. Resolves when it is stored. The session and its token remain; the answer to
   * a login that is under way, which may be from before, leaves the user as it is. Rejects with INVALID_OPTIONS where
   * nobody is logged in.
   */
  setUser(user: User): Promise<Session<User>>
  /**
   * Is WeChat's session_key, with which encrypted data is read, still good? It says nothing about the session. One
   * wx.checkSession for all who ask, and none while the last answer was yes. Rejects with NETWORK, TIMEOUT or
   * INTERRUPTED where it cannot be told, with UNAVAILABLE where there is no wx.checkSession.
   * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.checkSession.html
   */
  checkSession(): Promise<boolean>
  /**
   * wx.request with the session: logs in first if need be, and once more, with one replay, when the server rejects
   * the session. Any HTTP status resolves but a second rejection, which is SESSION_REJECTED.
   * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
   */
  request<T = unknown>(options: RequestOptions<T>): Task<WxResponse<T>>
  /**
   * wx.uploadFile with the session, like request(). A body of JSON is parsed. A redirect cannot be held back here: the
   * platform takes the token along.
   * https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
   */
  uploadFile<T = unknown>(options: UploadOptions<T>): UploadTask<WxResponse<T>>
  /**
   * wx.downloadFile with the session, like request(). What the server says to an expired session is a file, too: it is
   * removed. Of redirects the same holds as for uploads.
   * https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html
   */
  downloadFile(options: DownloadOptions): DownloadTask<DownloadResponse>
  /**
   * For another HTTP client, or a socket: a copy of the request with an absolute URL and the session's token, after a
   * login if need be. Rejects like ensureLogin(), and with UNTRUSTED_ORIGIN.
   */
  attach<R extends WxRequest>(request: R): Promise<R & WxRequest>
  /**
   * For another HTTP client: the server has rejected this token. If it is that of the present session, that ends, and
   * the next who needs one logs in; else nothing happens, as somebody else has told before.
   */
  invalidate(token: string): void
  /**
   * Ends this instance: what is under way, and all calls from now on, reject with ABORTED; its listeners hear nothing
   * more. It is no logout: the stored session stays.
   */
  destroy(): void
}
