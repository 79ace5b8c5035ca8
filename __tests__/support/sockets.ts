import type { Socket, SocketClose, SocketMessage } from '../../src/plugins/socket'
import type { World } from './phone'

/** ms until a socket is open, and until an end is told. */
const LATENCY = 10

type Given = SocketClose | { data: unknown } | { errMsg: string } | { header: object }

/** One connection, as its server has it. */
export interface Connection {
  url: string
  /** What wx.connectSocket was given. */
  options: Record<string, unknown>
  header: Record<string, string>
  /** What the app sent, in order. */
  received: unknown[]
  isOpen: boolean
  /** How the app closed it. */
  closed?: Partial<SocketClose>
  /** The server sends. */
  push(data: string): void
  /** The server closes. */
  end(code: number, reason?: string): void
  /** The platform tells of an error, and no more. */
  fail(errMsg: string): void
}

/** The sockets of a phone: wx.connectSocket, and what the server sees of it. */
export function createSockets(world: World) {
  const connections: Connection[] = []

  function connectSocket({ fail, ...options }: Record<string, unknown>): Socket {
    if (sockets.refusal instanceof Error) throw sockets.refusal
    if (sockets.refusal) {
      const { refusal } = sockets
      world.clock.after(0, () => (fail as (failure: object) => void)(refusal))
    }
    const listeners: Record<string, Array<(event: never) => void>> = {}
    const on = (name: string) => (listener: (event: never) => void) =>
      void (listeners[name] = [...(listeners[name] ?? []), listener])
    const tell = (name: string, event: Given) =>
      world.clock.after(0, () => listeners[name]?.forEach((listener) => listener(event as never)))
    let isOver = Boolean(sockets.refusal)

    const connection: Connection = {
      url: options.url as string,
      options,
      header: (options.header ?? {}) as Record<string, string>,
      received: [],
      isOpen: false,
      push: (data) => void tell('message', { data }),
      end(code, reason = '') {
        isOver = true
        connection.isOpen = false
        tell('close', { code, reason })
        if (sockets.saysAllTwice) tell('close', { code, reason })
      },
      fail: (errMsg) => void tell('error', { errMsg }),
    }
    connections.push(connection)
    world.clock.after(LATENCY, () => {
      if (isOver) return
      connection.isOpen = true
      tell('open', { header: { upgrade: 'websocket' } })
    })
    return {
      send({ data, success, fail: failed, complete }: SocketMessage) {
        const result = { errMsg: connection.isOpen ? 'sendSocketMessage:ok' : 'sendSocketMessage:fail' }
        if (connection.isOpen) connection.received.push(data)
        ;(connection.isOpen ? success : failed)?.(result)
        complete?.(result)
      },
      close(options: Partial<SocketClose> = {}) {
        connection.closed = { ...options }
        connection.end(options.code ?? 1000, options.reason)
      },
      onOpen: on('open'),
      onMessage: on('message'),
      onClose: on('close'),
      onError: on('error'),
    }
  }

  const sockets = {
    connections,
    /** How wx.connectSocket ends from now on: with this in its `fail`, or with a throw. */
    refusal: undefined as { errMsg: string } | Error | undefined,
    /** The platform tells each end twice. */
    saysAllTwice: false,
    connectSocket,
  }
  return sockets
}
