import { afterEach } from '@jest/globals'
import type { ServerEvent, ServerOptions } from '../../examples/server/start'
import { startServer } from '../../examples/server/start'
import type { User } from '../../examples/server/store/users'

/** Every field that some answer has; a test reads those of the answer it expects. */
interface Body {
  code: string
  message: string
  token: string
  expiresIn: number
  user: User
  unbound: { ticket: string }
  encryptedData: string
  iv: string
  rawData: string
  signature: string
  userInfo: { nickName: string; avatarUrl: string }
  valid: boolean
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  body: Body
}

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

export function cleanUp(cleanup: () => Promise<unknown>): void {
  cleanups.push(cleanup)
}

/** Resolves when `condition` holds, or rejects: for what another socket does. */
export async function until(condition: () => boolean, milliseconds = 5000): Promise<void> {
  const deadline = Date.now() + milliseconds
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`It did not come about in ${milliseconds} ms.`)
    await new Promise(setImmediate)
  }
}

export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init)
  const text = await response.text()
  const json = response.headers.get('Content-Type')?.startsWith('application/json')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (json ? JSON.parse(text) : {}) as Body,
  }
}

export function post(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return send(url, {
    method: 'POST',
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
}

/** A backend with its stand-in, on a clock of its own, and what a phone in the hands of `user` does with it. */
export async function setUp(options: ServerOptions = {}) {
  const clock = { now: Date.parse('2026-03-18T08:00:00Z') }
  const events: ServerEvent[] = []
  const server = await startServer({
    port: 0,
    databasePath: ':memory:',
    now: () => clock.now,
    onEvent: (event) => events.push(event),
    ...options,
  })
  cleanUp(() => server.close())
  const { url, standIn } = server
  const appid = standIn?.appid ?? ''
  const bearer = (token?: string): Record<string, string> =>
    token ? { Authorization: `Bearer ${token}` } : {}

  const wx = (path: string, body: object = {}) =>
    post(`${standIn?.url ?? ''}/client/${path}`, { appid, ...body })
  const api = {
    get: (path: string, token?: string) => send(url + path, { headers: bearer(token) }),
    post: (path: string, body?: unknown, token?: string) => post(url + path, body, bearer(token)),
  }

  async function getCode(user: string): Promise<string> {
    return (await wx('login', { user })).body.code
  }

  /** code2Session, as a server other than the backend would ask for it. */
  async function exchange(code: string): Promise<{ openid: string; session_key: string; errcode?: number }> {
    const secret = standIn?.secret ?? ''
    const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' })
    const { text } = await send(`${standIn?.url ?? ''}/sns/jscode2session?${query.toString()}`)
    return JSON.parse(text) as { openid: string; session_key: string }
  }

  return {
    exchange,
    server,
    standIn,
    url,
    appid,
    clock,
    events,
    api,
    wx,
    getCode,
    login: async (user: string) => api.post('/login', { code: await getCode(user) }),
    scriptWeChat: async (codes: number[], apiName = 'jscode2session') =>
      post(`${standIn?.url ?? ''}/client/faults`, { codes, api: apiName }),
  }
}
