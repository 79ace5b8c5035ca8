import type { Auth, Task } from '../../src/index'
import type { HttpMethod } from '../../src/platform/wx-port'
import { BASE_URL } from '../support/phone'
import { ask } from './ask'
import type { Api, Body, Command, Place } from './commands'
import { moment, type Asked, type Original, type Run } from './trace'

const PLACES: Record<Place, string> = {
  here: '',
  shouted: BASE_URL.toUpperCase(),
  elsewhere: 'https://other.example',
  lookalike: `${BASE_URL}.evil.example`,
  userinfo: `${BASE_URL}@evil.example`,
  schemeless: '//evil.example',
}

export function request(run: Run, command: Extract<Command, { do: 'request' }>): Asked {
  const { mode, replay, to, api = 'request', priority, callbacks = false } = command
  const id = run.requests++
  const url = `${PLACES[to]}/r/${id}`
  const { isSafe, data, ...own } = OPTIONS[api](command, run, id)
  const header = Object.freeze({ 'x-id': String(id), Cookie: 'theme=dark' })
  const sent = { url: url.startsWith('//') ? `https:${url}` : url, header, ...own, ...copyOf(data) }
  const heard: string[] = []
  const original: Original = {
    ...{ id, api, mode, replay, isSafe, url, sent, heard: callbacks ? heard : null, aborted: null },
    isTrusted: to === 'here' || to === 'shouted',
    abort: null,
  }
  const told = { error: undefined as unknown }
  const options = Object.freeze({
    ...{ url, header, ...own, ...data },
    ...(mode === 'default' ? {} : { auth: mode }),
    ...(replay ? {} : { replay }),
    ...(priority && { priority }),
    ...(callbacks && {
      success: () => void heard.push('success'),
      fail: (failure: { errMsg: string; error?: unknown }) => {
        heard.push('fail')
        told.error = failure.error
      },
      complete: () => void heard.push('complete'),
    }),
  })
  const work = (auth: Auth) => {
    const task = auth[api](options as never) as Task<unknown>
    original.abort = () => task.abort()
    return task
  }
  const asked = ask(run, 'request', work, { request: original })
  change(data)
  return asked
}

/** What each of the three takes, and whether it may be sent again where nobody knows what became of it. */
const OPTIONS: Record<Api, (command: Asking, run: Run, id: number) => Own> = {
  request({ body }, { setup }, id) {
    const method: HttpMethod = body === 'none' ? 'GET' : 'POST'
    // A token within the data needs an object to be in.
    const data = createBody(setup.token === 'data' && body !== 'none' ? 'object' : body, id)
    return { isSafe: method === 'GET', method, data: { data } }
  },
  uploadFile({ body }, _, id) {
    const formData = body === 'object' ? { id, note: 'n' } : undefined
    return { isSafe: false, filePath: `wxfile://${id}`, name: 'file', data: { formData } }
  },
  downloadFile: () => ({ isSafe: true, data: {} }),
}

type Asking = Extract<Command, { do: 'request' }>

interface Own {
  isSafe: boolean
  method?: HttpMethod
  filePath?: string
  name?: string
  data: { data?: unknown; formData?: object }
}

/** The app gives up one of its requests, whatever has become of it. */
export function abort(run: Run, back: number): void {
  const { request: original } =
    run.trace.asked.filter((one) => one.request && one.life === run.life).at(-1 - back) ?? {}
  if (!original?.abort) return
  original.aborted ??= moment(run)
  original.abort()
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
function change({ data, formData }: Own['data']) {
  if (formData) Object.assign(formData, { id: 'another' })
  if (data instanceof ArrayBuffer) new Uint8Array(data).fill(0)
  else if (Array.isArray(data)) data.push('more')
  else if (typeof data === 'object' && data !== null) {
    const { list } = data as { list: unknown[] }
    list.length = 0
    Object.assign(data, { id: 'another' })
  }
}

function copyOf(data: Own['data']): Own['data'] {
  return structuredClone(data)
}
