import { badUse, checkNames } from '../bad-use'
import type { History } from '../history'
import { snapshot } from '../snapshot'
import type { Timeline } from '../time/timeline'
import { decrypt, type WeChatServer } from '../wechat'
import { endpoints } from './endpoints'
import {
  parseRequest,
  type FullReply,
  type Handler,
  type Reply,
  type ServerRequest,
  type Wire,
} from './message'
import { createRoutes, matches, readRoute, type RouteArguments } from './routes'
import { createSessions } from './sessions'

/** What the server is like; `createWorld({ server })` takes these. */
export interface ServerSettings {
  /** Paths are what follows it; default 'https://api.example.com'. On any other origin, the whole path. */
  baseURL: string
  /** Paths that need no session, besides /login and /refresh; default `['/public', '/public/*']`. */
  publicPaths: Array<string | RegExp>
  /** s that a session lives, and what a login says of it; default: for ever, and nothing. */
  expiresIn: number | undefined
  /** Does a login give a refresh token, too? POST /refresh { refreshToken } takes it, once. Default false. */
  refreshTokens: boolean
  /** Does a login end the user's other sessions? Default false. */
  oneTokenPerUser: boolean
  /** ms that the server's clock, which its `Date` header tells, is ahead of the true time; default 0. */
  skew: number
  /** What a login says of the user; default `{ name: '小明' }`. */
  user: unknown
  /** Where a request has its token; default: `Authorization: Bearer …`. */
  tokenOf: (request: Omit<ServerRequest, 'token' | 'openid'>) => string | null
}

/** The app's backend: POST /login { code }, and paths that answer 401 without a valid token. */
export interface Server extends ServerSettings {
  /** How a path is answered; behind the session unless the path is public. Newest first. Returns what removes it. */
  route(...route: RouteArguments): () => void
  /** A new session for the phone's user (or another), and its token. */
  issue(openid?: string): string
  /** Ends one session. */
  revoke(token: string): void
  /** Ends all sessions. */
  expireAll(): void
  /** Reads what WeChat encrypted; null when it was by another session_key than that of the last login here. */
  decrypt(encryptedData: string): unknown
  /** How many requests were answered; with `part`, those whose URL contains it. */
  count(part?: string): number
}

export interface ServerInside extends Server {
  answer(wire: Wire, call: number): FullReply
  /** The token that a request carries, wherever that is. */
  tokenIn(wire: Wire): string | null
}

export interface ServerContext {
  timeline: Timeline
  wechat: WeChatServer
  history: History
  /** Epoch ms at the world's beginning. */
  start: number
}

const DEFAULTS: ServerSettings = {
  baseURL: 'https://api.example.com',
  publicPaths: ['/public', '/public/*'],
  expiresIn: undefined,
  refreshTokens: false,
  oneTokenPerUser: false,
  skew: 0,
  user: { name: '小明' },
  tokenOf: ({ header }) => /^Bearer (.+)$/.exec(header.authorization ?? '')?.[1] ?? null,
}

const REFUSED: Reply = { statusCode: 401, data: { code: 'SESSION_EXPIRED' } }

export function createServer(settings: Partial<ServerSettings>, context: ServerContext): ServerInside {
  checkNames('the option `server`', settings, Object.keys(DEFAULTS))
  const { timeline, wechat, history, start } = context
  const routes = createRoutes()
  const sessions = createSessions(timeline)
  let sessionKey = 0

  const server: ServerInside = {
    ...DEFAULTS,
    ...settings,
    publicPaths: [...(settings.publicPaths ?? DEFAULTS.publicPaths)],
    route: (...given) => routes.add(...readRoute(given)),
    issue: (openid = wechat.openid) => sessions.issue(openid, server.expiresIn),
    revoke: (token) => sessions.revoke(token),
    expireAll: () => sessions.expireAll(),
    decrypt: (encryptedData) => decrypt(encryptedData, sessionKey),
    count: (part) => history.answers(part).length,
    tokenIn: (wire) =>
      server.tokenOf(parseRequest(wire, server.baseURL)) ??
      sessions.findIn(`${wire.url} ${JSON.stringify([wire.header, snapshot(wire.data)])}`),
    answer(wire, call) {
      const parsed = parseRequest(wire, server.baseURL)
      const token = server.tokenOf(parsed)
      const request = { ...parsed, token, openid: sessions.openidOf(token) }
      const reply = complete(handlerOf(request)(request))
      const { method, url } = request
      history.add({
        type: 'answer',
        call,
        method,
        url,
        statusCode: reply.statusCode,
        data: snapshot(reply.data),
      })
      return reply
    },
  }

  const own = endpoints(server, sessions, wechat, (key) => {
    sessionKey = key
  })
  routes.add('POST', '/login', own.login)
  routes.add('POST', '/refresh', own.refresh)
  routes.add('POST', '/logout', own.logout)

  function handlerOf({ method, path, openid }: ServerRequest): Handler {
    const isPublic = ['/login', '/refresh', ...server.publicPaths].some((pattern) => matches(pattern, path))
    if (!isPublic && openid === null) return () => REFUSED
    return routes.find({ method, path }) ?? (({ url }) => ({ data: { url } }))
  }

  function complete(reply: Reply): FullReply {
    if (typeof (reply as unknown) !== 'object' || (reply as unknown) === null)
      throw badUse('server.route: the handler must return { statusCode?, data?, header?, cookies?, chunks? }')
    const { statusCode = 200, data = null, header = {}, cookies = [], chunks = null } = reply
    const date = new Date(start + timeline.elapsed + server.skew).toUTCString()
    const type = typeof data === 'object' ? 'application/json' : 'text/plain'
    return { statusCode, data, header: { Date: date, 'Content-Type': type, ...header }, cookies, chunks }
  }

  return server
}
