import type { Hono } from 'hono'
import { createApp } from './app'
import { type Control, createControl } from './control/control'
import type { EventListener, ServerEvent } from './events'
import { DEFAULT_PORT, listen, type Listening } from './http/listen'
import { isLoopbackHost } from './http/loopback'
import { type StandIn, startStandIn } from './stand-in/start'
import { openDatabase } from './store/database'
import { createSessions } from './store/sessions'
import { createWeChat } from './wechat/client'

export { formatEvent, isToldBefore, type EventListener, type ServerEvent } from './events'

export interface ServerOptions {
  /** By default 8080, or the next free one; 0: any free port. One that is given and taken is an error. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** A file, or `:memory:`. Default .cache/server.db in the working directory. */
  databasePath?: string
  /** How long a session lasts, in seconds. Default 7200. */
  sessionTtl?: number
  /** Gives users without an account a ticket for POST /bind, instead of a new account. */
  requireBinding?: boolean
  /** Mounts the development switches under /control, on a loopback `host` only. Never in production. */
  control?: boolean
  /** Milliseconds since the epoch. */
  now?: () => number
  /** Uses WeChat itself; without it, a stand-in is started. */
  wechat?: { appid: string; secret: string; baseURL?: string }
  /** Further routes, mounted at `/` after the backend's own. */
  routes?: Hono
  onEvent?: EventListener
}

export interface RunningServer {
  url: string
  port: number
  standIn: StandIn | null
  /** Ends the server, its stand-in and every connection, also those that wait for an answer. */
  close(): Promise<void>
}

const WECHAT_URL = 'https://api.weixin.qq.com'

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const {
    port,
    host = '127.0.0.1',
    databasePath = '.cache/server.db',
    sessionTtl = 7200,
    requireBinding = false,
    now = Date.now,
  } = options

  if (options.control === true && !isLoopbackHost(host)) {
    throw new Error(`startServer: \`control\` needs a loopback \`host\`, and ${host} is none`)
  }
  const database = openDatabase(databasePath)
  const { account, standIn } = await connect(options.wechat, now)
  const { appid } = account
  const sessions = createSessions(database, now, sessionTtl)

  let control: Control | null = null
  const onEvent = (event: ServerEvent) => {
    control?.observe(event)
    options.onEvent?.(event)
  }
  if (options.control === true) {
    control = createControl({
      sessions,
      rotateSessionKeys: standIn && (() => standIn.rotateSessionKeys()),
      onEvent,
    })
  }

  const wechat = createWeChat({ ...account, now })
  const beforeExchange = control?.beforeExchange
  const app = createApp({ database, wechat, appid, sessions, requireBinding, now, onEvent, beforeExchange })
  if (control) app.route('/control', control.routes)
  if (options.routes) app.route('/', options.routes)

  async function closeAll(listening?: Listening): Promise<void> {
    await listening?.close()
    await standIn?.close()
    if (database.open) database.close()
  }

  try {
    const listening = await listen(app, { port, host })
    if (port === undefined && listening.port !== DEFAULT_PORT)
      onEvent({ type: 'portTaken', port: DEFAULT_PORT, instead: listening.port })
    return { url: listening.url, port: listening.port, standIn, close: () => closeAll(listening) }
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function connect(given: ServerOptions['wechat'], now: () => number) {
  if (given) return { account: { ...given, baseURL: given.baseURL ?? WECHAT_URL }, standIn: null }
  const standIn = await startStandIn({ now })
  return { account: { appid: standIn.appid, secret: standIn.secret, baseURL: standIn.url }, standIn }
}
