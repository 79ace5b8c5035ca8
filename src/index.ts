export { AuthError, isAuthError } from './auth-error'
export type { AuthErrorCode } from './auth-error'
export type { Auth } from './auth'
export { createAuth } from './create-auth'
export type { AttachOptions } from './http/attach'
export type { LoginContext, LoginEndpoint, RenewContext, SendToServer } from './http/exchange'
export type { TokenPlacement } from './http/token'
export type { LogoutContext } from './http/remote-logout'
export type { AuthView, Middleware, Next } from './http/middleware'
export type { Piggyback } from './http/delivery'
export type { Priority } from './http/queue'
export type {
  DownloadOptions,
  DownloadResponse,
  RequestAuth,
  RequestOptions,
  RequestStage,
  SendCallbacks,
  SendOptions,
  TransferOptions,
  UploadOptions,
} from './http/request-options'
export type { DownloadTask, Task, UploadTask } from './http/task'
export type { AuthOptions, StorageOptions } from './options'
export type { Clock } from './platform/clock'
export type { Surroundings } from './platform/surroundings'
export type { HttpMethod, WxPort, WxRequest, WxResponse, WxUserInfo } from './platform/wx-port'
export type { AuthEvents } from './session/events'
export type { Prefetch } from './session/acquire'
export type { StorageAdapter } from './session/storage'
export type { AuthState, Grant, LoginOutcome, LoginReason, Session, Unbound } from './session/types'
