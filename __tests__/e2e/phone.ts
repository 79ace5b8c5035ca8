import { Hono } from 'hono'
import { createCounts } from './counts'
import type { ServerEvent } from '../../examples/server/start'
import { startServer } from '../../examples/server/start'
import { createStreamBody, createWx } from '../../examples/simulator/wx'
import { createAuth } from '../../src/create-auth'
import type { AuthOptions } from '../../src/options'

/** A PNG by its first bytes, 5 MB long, of which no two stretches are alike. */
export const PICTURE = Uint8Array.from({ length: 5 * 1024 * 1024 }, (_, index) =>
  index < 8 ? ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a][index] ?? 0) : (index * 2654435761) >>> 24,
)
export const PICTURE_PATH = 'wxfile://usr/me.png'

export interface Gate {
  readonly promise: Promise<void>
  open: () => void
}

export function createGate(): Gate {
  let open!: () => void
  const promise = new Promise<void>((resolve) => (open = resolve))
  return { promise, open }
}

/** The reference backend, a simulated phone with a picture on it, and the auth of an app: over real HTTP. */
export async function setUpPhone(authOptions: Partial<AuthOptions> = {}) {
  const events: ServerEvent[] = []
  /** `/hang` answers nobody, and tells of those who have given up. */
  const hanging = { arrived: createGate(), left: createGate() }
  const routes = new Hono()
  routes.get('/hang', async (c) => {
    hanging.arrived.open()
    await new Promise<void>((resolve) => c.req.raw.signal.addEventListener('abort', () => resolve()))
    hanging.left.open()
    return c.body(null)
  })
  const server = await startServer({
    port: 0,
    databasePath: ':memory:',
    control: true,
    routes,
    onEvent: (event) => events.push(event),
  })
  const { url, standIn } = server
  if (!standIn) throw new Error('the server has no stand-in')

  let logins = 0
  /** Waited for before each piece of an upload. */
  const network = { pace: undefined as ((sent: number) => Promise<void>) | undefined }
  const simulated = createWx({
    standInURL: standIn.url,
    appId: standIn.appid,
    user: '小茶',
    record(entry) {
      if (entry.type === 'call' && entry.phase === 'started' && entry.api === 'login') logins++
    },
    sendBody: createStreamBody(async (sent) => network.pace?.(sent)),
  })
  simulated.files.save(PICTURE, PICTURE_PATH)
  const auth = createAuth({ baseURL: url, login: '/login', wx: simulated.wx, ...authOptions })

  async function control(path: string, body: object = {}) {
    const response = await fetch(`${url}/control/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`POST /control/${path} answered ${response.status}`)
  }

  return {
    auth,
    wx: simulated.wx,
    /** What the phone's open-type buttons ask. */
    buttons: simulated.buttons,
    /** From before the codes for phone numbers: encrypted data only. */
    useOldClient: () => simulated.phone.setOldClient(true),
    files: simulated.files,
    network,
    hanging,
    get logins() {
      return logins
    },
    expireSessions: () => control('expire-sessions'),
    rotateSessionKeys: () => control('rotate-session-keys'),
    setLogins: (mode: 'ok' | 'fail' | 'hang') => control('login-mode', { mode }),
    /** How often the server answered, by its own counts: `POST /me/avatar` → { total, ok, unauthorized, other }. */
    answers: async (route: string) => (await createCounts(url).read()).byRoute[route],
    exchanges: async () => (await createCounts(url).read()).exchanges,
    /** How many pictures the server has taken. */
    kept: () => events.filter(({ type }) => type === 'avatarUpdated').length,
    async close() {
      auth.destroy()
      simulated.dispose()
      await server.close()
    },
  }
}

export type E2EPhone = Awaited<ReturnType<typeof setUpPhone>>

/** Resolves when it holds, or rejects: for what another socket does. */
export async function until(holds: () => Promise<boolean>, milliseconds = 10_000): Promise<void> {
  const deadline = Date.now() + milliseconds
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come about in ${milliseconds} ms.`)
    await new Promise(setImmediate)
  }
}
