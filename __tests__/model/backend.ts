import type { Handler, Reply, Script, WorldOptions } from '../../src/testing'
import type { Answer, Endpoint } from './commands'
import type { Setup } from './setup'
import type { Run } from './trace'

const PATHS: Record<Endpoint, string> = {
  login: '/login',
  refresh: '/refresh',
  requests: '/r/',
  logout: '/logout',
}

/** What becomes of a request or of its answer on the way. */
const ON_THE_WAY: Partial<Record<Answer, Script>> = {
  lost: { outcome: 'fail', errMsg: '-118', reachesServer: true },
  unreachable: { outcome: 'fail', errMsg: '-118', errno: 600001 },
  silent: { outcome: 'neither' },
  late: { latency: 3000 },
  slow: { latency: 20_000 },
  hanging: { latency: Infinity },
  both: { outcome: 'both' },
  twice: { outcome: 'twice' },
  throw: { outcome: 'throw' },
  empty: { outcome: 'empty' },
  synchronous: { sync: true },
}

export function serverSettings({ expiresIn, renew, oneTokenPerUser, skew }: Setup): WorldOptions['server'] {
  return {
    expiresIn: expiresIn || undefined,
    refreshTokens: renew,
    oneTokenPerUser,
    skew,
    publicPaths: ['/r/*'],
    tokenOf: ({ header, query, data }) => {
      const { token = null } = (data ?? {}) as { token?: string | null }
      const [, bearer] = /^Bearer (.+)$/.exec(header.authorization ?? '') ?? []
      const [, cookie] = /\bsession=([^;]+)/.exec(header.cookie ?? '') ?? []
      return bearer ?? header['x-token'] ?? cookie ?? query.token ?? token
    },
  }
}

export function serve(run: Run): void {
  const { server } = run.world
  const refused: Reply = { statusCode: 401, data: {} }
  server.route('/r/*', (request) => {
    if (run.answers.requests === 'refused') return { statusCode: 403 }
    if (run.answers.requests === 'broken') return { statusCode: 503 }
    if (run.answers.requests === 'busy') return { statusCode: 429 }
    if (request.header['x-login-code'] !== undefined) {
      const { statusCode, data } = reply(run, run.answers.login)(request)
      return statusCode === undefined ? { data: { session: data } } : { statusCode, data: {} }
    }
    return request.openid === null ? refused : { data: { path: request.path } }
  })
}

/** How an endpoint answers from now on. */
export function answer(run: Run, of: Endpoint, how: Answer): void {
  run.faults.get(of)?.()
  run.answers[of] = how
  const script = ON_THE_WAY[how]
  if (script) {
    const names = ['request', 'uploadFile', 'downloadFile'] as const
    const ends = names.map((name) => run.world.script(name, { url: PATHS[of], ...script }))
    run.faults.set(of, () => ends.forEach((end) => end()))
  } else if (how !== 'ok' && of !== 'requests')
    run.faults.set(of, run.world.server.route('POST', PATHS[of], reply(run, how)))
}

/** An answer to a login, by its kind; without a status it is 200. */
function reply(run: Run, how: Answer): Handler {
  const { server } = run.world
  return () => {
    switch (how) {
      case 'refused':
        return { statusCode: 403 }
      case 'broken':
        return { statusCode: 503 }
      case 'busy':
        return { statusCode: 429, header: { 'Retry-After': '30' } }
      case 'unbound':
        return { data: { unbound: 'ticket' } }
      case 'dead': {
        const token = server.issue()
        server.revoke(token)
        return { data: { token } }
      }
      case 'again':
        return { data: { token: lastToken(run) ?? server.issue() } }
      case 'garbage':
        return { data: { token: 7 } }
      default:
        return { data: { token: server.issue() } }
    }
  }
}

/** The token that an answer bears. */
export function tokenOf({ data }: { data?: unknown }): string | undefined {
  const { token, session } = (data ?? {}) as { token?: unknown; session?: unknown }
  if (typeof token === 'string') return token
  return typeof session === 'object' && session !== null ? tokenOf({ data: session }) : undefined
}

/** Of this era: another user's is not given again. */
function lastToken({ world: { history }, trace: { boundaries } }: Run): string | undefined {
  const steps = history.steps.slice(boundaries.at(-1)?.position ?? 0)
  const tokens = steps.map((step) => (step.type === 'answer' ? tokenOf(step) : undefined))
  return tokens.reverse().find((token) => token !== undefined)
}
