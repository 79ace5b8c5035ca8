import { isAuthError, type Auth } from '../../src/index'
import type { HttpMethod } from '../../src/platform/wx-port'
import { BASE_URL } from '../support/phone'
import type { Body, Command, Place } from './commands'
import { MOST_TICKS, moment, type Asked, type Boundary, type Original, type Run } from './trace'

/** Asks the library for something, and notes what comes of the promise. */
export function ask(
  run: Run,
  what: Asked['what'],
  work: (auth: Auth) => Promise<unknown>,
  { request, isForced = false }: Partial<Pick<Asked, 'request' | 'isForced'>> = {},
) {
  const { auths, trace } = run
  const auth = auths[trace.asked.length % auths.length] as Auth
  const asked: Asked = { ...moment(run), what, status: auth.state.status, request, isForced, outcome: null }
  trace.asked.push(asked)
  const ticks = () => trace.boundaries[asked.era]?.ticks ?? 0
  work(auth).then(
    (value) => (asked.outcome = { ...moment(run), ticks: ticks(), ok: true, value }),
    (error: unknown) => {
      asked.outcome = { ...moment(run), ticks: ticks(), ok: false, error }
      if (!isAuthError(error)) trace.strange.push(`${what} rejects with ${String(error)}`)
    },
  )
  return asked
}

/** From here on it is another user's time. */
export function beginEra(run: Run, by: Boundary['by']): void {
  const { auths, trace, isWithinListener } = run
  run.era++
  const isNews = auths[0]?.state.status !== 'loggedOut'
  const boundary: Boundary = { ...moment(run), by, isNews, isNested: isWithinListener, ticks: 0 }
  trace.boundaries.push(boundary)
  const tick = () => {
    boundary.ticks++
    if (boundary.ticks < MOST_TICKS) void Promise.resolve().then(tick)
  }
  void Promise.resolve().then(tick)
}

const PLACES: Record<Place, string> = {
  here: '',
  shouted: BASE_URL.toUpperCase(),
  elsewhere: 'https://other.example',
  lookalike: `${BASE_URL}.evil.example`,
  userinfo: `${BASE_URL}@evil.example`,
  schemeless: '//evil.example',
}

export function request(run: Run, { mode, replay, body, to }: Extract<Command, { do: 'request' }>): Asked {
  const id = run.requests++
  const url = `${PLACES[to]}/r/${id}`
  const method: HttpMethod = body === 'none' ? 'GET' : 'POST'
  // A token within the data needs an object to be in.
  const data = createBody(run.setup.token === 'data' && body !== 'none' ? 'object' : body, id)
  const header = Object.freeze({ 'x-id': String(id), Cookie: 'theme=dark' })
  const original: Original = {
    ...{ id, mode, replay, url, method, header },
    isTrusted: to === 'here' || to === 'shouted',
    data: copyOf(data),
  }
  const options = Object.freeze({
    ...{ url, method, header, data },
    ...(mode === 'default' ? {} : { auth: mode }),
    ...(replay ? {} : { replay }),
  })
  const asked = ask(run, 'request', (auth) => auth.request(options), { request: original })
  change(data)
  return asked
}

function createBody(body: Body, id: number): unknown {
  switch (body) {
    case 'none':
      return undefined
    case 'object':
      return { id, list: [1, { deep: true }] }
    case 'list':
      return [id, { deep: true }]
    case 'text':
      return `request ${id}`
    case 'bytes':
      return new Uint8Array([id, 1, 2]).buffer
  }
}

/** What the app does with its objects after the call is its own business. */
function change(data: unknown) {
  if (data instanceof ArrayBuffer) new Uint8Array(data).fill(0)
  else if (Array.isArray(data)) data.push('more')
  else if (typeof data === 'object' && data !== null) {
    const { list } = data as { list: unknown[] }
    list.length = 0
    Object.assign(data, { id: 'another' })
  }
}

export function copyOf(data: unknown): unknown {
  return data instanceof ArrayBuffer ? data.slice(0) : structuredClone(data)
}
