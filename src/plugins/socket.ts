import type { Auth } from '../auth'
import { spread } from '../plain-object'
import { systemClock } from '../platform/clock'
import { globalWx } from '../platform/global-wx'
import { checkSocket, createSocketListeners, plainly, refuse, type Listener } from '../plugin-parts/socket'

/**
 * Every option of wx.connectSocket but its callbacks, and these.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html
 */
export interface SocketOptions {
  /** Of `baseURL` or one of `trustedOrigins`: '/live' or 'wss://api.example.com/live'. */
  url: string
  /** Further headers; the token is added to them. */
  header?: Record<string, string>
  /** Base library 1.4.0. */
  protocols?: string[]
  /** ms. Base library 2.10.0. */
  timeout?: number
  /** Base library 2.4.0. */
  tcpNoDelay?: boolean
  /** Base library 2.8.0. */
  perMessageDeflate?: boolean
  /** Base library 2.29.0. */
  forceCellularNetwork?: boolean
  /** How the server closes when the session has ended: the code, or a function that tells. @default 4401 */
  expiredCode?: number | ((close: SocketClose) => boolean)
  /** The `wx` to use. @default the global `wx` */
  wx?: SocketPort
}

/** How a socket was closed. */
export interface SocketClose {
  /** 1000 for an ordinary end, 1006 if the connection was lost. */
  code: number
  /** The reason that the server gave, if any. */
  reason: string
}

/** A message, as for SocketTask.send() of wx. */
export interface SocketMessage {
  /** A text or bytes. */
  data: string | ArrayBuffer
  /** Called when it was sent, which does not mean that it arrived. */
  success?: (result: { errMsg: string }) => void
  /** Called when it was not sent: the socket is closed, or the platform refused. */
  fail?: (failure: { errMsg: string }) => void
  /** Called after either of the two. */
  complete?: (result: { errMsg: string }) => void
}

/** What the listeners of a socket are given. */
export interface SocketEvents {
  /** The header of the answer to the handshake. */
  open: { header: Record<string, string> }
  /** What the server sent. */
  message: { data: string | ArrayBuffer }
  /** What the server gave, or close() was called with. */
  close: SocketClose
  /** The platform's error, or the AuthError of the login. */
  error: { errMsg?: string }
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.html */
export interface Socket {
  /** Sends a message; before the socket is open, and during a reopening, as soon as it is. */
  send(message: SocketMessage): void
  /** Closes it for good. @default { code: 1000 } */
  close(options?: Partial<SocketClose>): void
  /** Calls back each time that it is opened, a reopening included. */
  onOpen(listener: (event: SocketEvents['open']) => void): void
  /** Calls back for each message of the server. */
  onMessage(listener: (event: SocketEvents['message']) => void): void
  /** Calls back once, at the end; not before a reopening. */
  onClose(listener: (event: SocketEvents['close']) => void): void
  /** Calls back when something failed; onClose follows. */
  onError(listener: (event: SocketEvents['error']) => void): void
}

/** The part of `wx` in use. */
export interface SocketPort {
  /** Five sockets at a time. https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html */
  // The official typings declare the header of an opening as `any`.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  connectSocket(options: any): Socket
}

/** ms; a server that rejects every session must not be asked again and again. */
const BETWEEN_REOPENINGS = 60_000

/**
 * wx.connectSocket with the session, after a login if need be. When the server closes it because the session has
 * ended, it is opened again with another one, at most once a minute. A logout, setSession(), the end of another
 * account's session, or a login that finds no account closes it: it belongs to the former user. Errors of the login go
 * to onError.
 * @throws INVALID_OPTIONS at once, for a `url`, `expiredCode` or `wx` that cannot be used.
 * @example
 * const socket = connectSocket(auth, { url: '/live' })
 * socket.onMessage(({ data }) => console.log(data))
 */
export function connectSocket(
  auth: Pick<Auth, 'attach' | 'generation' | 'invalidate' | 'session' | 'subscribe'>,
  options: SocketOptions,
): Socket {
  const { url, header, expiredCode = 4401, wx: port = globalWx() as unknown as SocketPort } = options
  checkSocket(url, expiredCode, port)
  const { generation } = auth
  const { on, emit } = createSocketListeners((name) => name !== 'Message' || auth.generation === generation)
  const waiting: SocketMessage[] = []
  /** The present connection, from its beginning to its end. */
  let task: Socket | undefined
  /** The same, while it is open. */
  let ready: Socket | undefined
  let isOver = false
  let mayReopenAt = 0

  const stop = auth.subscribe(({ status }) => {
    // While it waits for the login, attach() rejects instead.
    if (auth.generation !== generation || (status === 'unbound' && task)) close()
  })

  function open() {
    auth.attach({ url, header }, { auth: 'required' }).then(connect).catch(fail)
  }

  function connect(attached: { url: string; header?: Record<string, string> }) {
    if (isOver) return
    const { session } = auth
    const connection = port.connectSocket(
      spread<object>(options, {
        url: attached.url.replace(/^http/i, 'ws'),
        header: attached.header,
        fail: plainly(fail),
        // Not for the platform.
        wx: undefined,
      }),
    )
    task = connection
    /** Ignores what comes after its end, or of an earlier connection. */
    const from = (handler: Listener) => (event: unknown) => {
      if (task === connection && !isOver) handler(event)
    }
    connection.onOpen(
      from((event) => {
        ready = connection
        waiting.splice(0).forEach((message) => connection.send(message))
        emit('Open')(event)
      }),
    )
    connection.onMessage(from(emit('Message')))
    connection.onError(from(plainly(emit('Error'))))
    connection.onClose(
      from((event: SocketClose) => {
        task = ready = undefined
        let isExpired = event.code === expiredCode
        try {
          if (typeof expiredCode === 'function') isExpired = expiredCode(event)
        } catch (error) {
          finish(event, error)
        }
        const now = systemClock.now()
        if (isExpired && now >= mayReopenAt) {
          mayReopenAt = now + BETWEEN_REOPENINGS
          // istanbul ignore else -- its session has ended in the moment between attach() and connectSocket()
          if (session) auth.invalidate(session.token)
          open()
        } else finish(event)
      }),
    )
  }

  function finish(event: SocketClose, error?: unknown) {
    if (isOver) return
    isOver = true
    stop()
    if (error) emit('Error')(error)
    emit('Close')(event)
    waiting.forEach(refuse)
  }

  function fail(error: unknown) {
    finish({ code: 1006, reason: '' }, error)
  }

  function close(given: Partial<SocketClose> = {}) {
    const connection = task
    task = undefined
    finish(Object.assign({ code: 1000, reason: '' }, given))
    if (connection) connection.close(given)
  }

  open()
  return {
    send(message) {
      if (isOver) refuse(message)
      else if (ready) ready.send(message)
      else waiting.push(spread(message, { data: message.data.slice(0) }))
    },
    close,
    onOpen: on('Open'),
    onMessage: on('Message'),
    onClose: on('Close'),
    onError: on('Error'),
  }
}
