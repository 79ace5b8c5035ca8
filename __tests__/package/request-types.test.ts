import { describe, expect, test } from '@jest/globals'
import { compile, compileEach } from './compile'

const HEAD = `import { createAuth, type Middleware, type RequestOptions, type SendOptions, type UploadOptions,
  type DownloadOptions, type WxResponse, type Task } from 'miniprogram-auth'
interface Order { id: string }
const options = { baseURL: 'https://a.example', login: '/login' }
const auth = createAuth(options)
export type Used = [Order, Middleware, RequestOptions, SendOptions, UploadOptions, DownloadOptions, WxResponse,
  Task<string>]
`
const errors = (source: string) => compile({ 'consumer.ts': `${HEAD}${source}` }, {})
/** Each of these has to be a mistake. */
function eachFails(sources: readonly string[]) {
  const accepted = compileEach(
    sources.map((source) => HEAD + source),
    {},
  ).flatMap((found, index) => (found.length === 0 ? [sources[index]] : []))
  expect(accepted).toEqual([])
}

describe('an answer', () => {
  test('has the type that was asked for: awaited, chained, and in the callbacks', () => {
    const source = `export async function f(): Promise<Order[]> {
  const first: string | undefined = (await auth.request<Order[]>({ url: '/a' })).data[0]?.id
  const second: Promise<string | undefined> = auth.request<Order[]>({ url: '/a' }).then(({ data }) => data[0]?.id)
  auth.request<Order[]>({
    url: '/a',
    success: ({ data, statusCode, header }) => [data[0]?.id, statusCode.toFixed(), header['x-a']?.length],
    fail: ({ errMsg, errno, error }) => [errMsg.length, errno?.toFixed(), error],
    complete: (outcome) => outcome.errMsg?.length,
  })
  auth.request({ url: '/a', success: (response: WxResponse<Order[]>) => response.data[0]?.id })
  const uploaded: string = (await auth.uploadFile<Order>({ url: '/a', filePath: 'a', name: 'b' })).data.id
  const path: string | undefined = (await auth.downloadFile({ url: '/a' })).tempFilePath
  void [first, second, uploaded, path]
  return (await auth.request<Order[]>({ url: '/a' })).data
}`
    expect(errors(source)).toEqual([])
  })

  test('is unknown where no type was asked for, is no other, and of a download is none', () => {
    eachFails([
      `auth.request({ url: '/a' }).then(({ data }) => data.length)`,
      `export const a: Promise<{ data: number }> = auth.request<string>({ url: '/a' })`,
      `auth.downloadFile({ url: '/a' }).then(({ data }) => data)`,
      `auth.request<Order>({ url: '/a', success: ({ data }) => data.title })`,
    ])
  })
})

test('data may be any JSON value, and bytes', () => {
  const bodies = [
    'null',
    '7',
    'true',
    `'a=1'`,
    '[1, { a: null }]',
    `{ a: ['b'] }`,
    'new ArrayBuffer(1)',
    'undefined',
  ]
  const sends = bodies.map((data) => `auth.request({ url: '/a', method: 'POST', data: ${data} })`)
  const typed = `interface Draft { id: string; items: readonly Order[] }
declare const draft: Draft
auth.request({ url: '/a', data: draft })`
  expect(errors([...sends, typed].join('\n'))).toEqual([])
})

describe('a wrong option is a compile error', () => {
  const upload = `url: '/a', filePath: 'a', name: 'b'`
  test.each([
    [
      'request',
      [
        `auth.request({ method: 'GET' })`,
        `auth.request({ url: '/a', metod: 'GET' })`,
        `auth.request({ url: '/a', method: 'PATCH' })`,
        `auth.request({ url: '/a', auth: 'always' })`,
        `auth.request({ url: '/a', priority: 'urgent' })`,
        `auth.request({ url: '/a', replay: 'no' })`,
        `auth.request({ url: '/a', retry: 3 })`,
        `auth.request({ url: '/a', timeout: '1s' })`,
        `auth.request({ url: '/a', header: 'a: b' })`,
        `auth.request({ url: '/a', redirect: 'error' })`,
        `auth.request({ url: '/a', filePath: 'a' })`,
        `auth.request({ url: '/a', onStage: (stage: 'sent') => stage })`,
      ],
    ],
    [
      'uploadFile',
      [
        `auth.uploadFile({ url: '/a', name: 'b' })`,
        `auth.uploadFile({ url: '/a', filePath: 'a' })`,
        `auth.uploadFile({ ${upload}, data: {} })`,
        `auth.uploadFile({ ${upload}, method: 'PUT' })`,
        `auth.uploadFile({ ${upload}, formData: 'a=1' })`,
      ],
    ],
    [
      'downloadFile',
      [
        `auth.downloadFile({ url: '/a', data: {} })`,
        `auth.downloadFile({ url: '/a', filePath: 7 })`,
        `auth.downloadFile<Order>({ url: '/a' })`,
      ],
    ],
    [
      'the others',
      [
        `createAuth({ ...options, maxConcurrent: '10' })`,
        `createAuth({ ...options, use: (request, next) => next(request) })`,
        `auth.attach({ method: 'GET' })`,
        `auth.invalidate()`,
      ],
    ],
  ])('of %s', (_, sources) => eachFails(sources))

  test('and the right ones are none', () => {
    const source = `auth.request({ url: '/a', auth: 'optional', priority: 'high', replay: false, retry: true,
  timeout: 1000, header: { a: 'b' }, redirect: 'manual', onStage: (stage) => stage === 'login', enableChunked: true })
auth.uploadFile({ ${upload}, formData: { a: 1 }, auth: 'none', retry: true })
auth.downloadFile({ url: '/a', filePath: 'a', priority: 'low' })
createAuth({ ...options, maxConcurrent: 5, use: [(request, next) => next(request)] })
auth.attach({ url: 'wss://a.example/', mine: 1 }).then(({ url, header, mine }) => [url, header?.Authorization, mine + 1])
auth.invalidate('t')
auth.destroy()`
    expect(errors(source)).toEqual([])
  })
})

describe('a task', () => {
  test('has the methods of its kind', () => {
    const source = `const task: Task<WxResponse<Order>> = auth.request<Order>({ url: '/a' })
const promise: Promise<WxResponse<Order>> = task
task.abort()
task.onHeadersReceived(({ header, statusCode, cookies }) => [header.a, statusCode?.toFixed(), cookies?.length])
task.offHeadersReceived()
const chunk = ({ data }: { data: ArrayBuffer }) => void data.byteLength
task.onChunkReceived(chunk)
task.offChunkReceived(chunk)
const up = auth.uploadFile({ url: '/a', filePath: 'a', name: 'b' })
up.onProgressUpdate(({ progress, totalBytesSent, totalBytesExpectedToSend }) =>
  void (progress + totalBytesSent + totalBytesExpectedToSend))
up.offProgressUpdate()
up.onHeadersReceived(() => up.abort())
const down = auth.downloadFile({ url: '/a' })
down.onProgressUpdate(({ progress, totalBytesWritten, totalBytesExpectedToWrite }) =>
  void (progress + totalBytesWritten + totalBytesExpectedToWrite))
down.offProgressUpdate()
down.abort()
promise.catch(() => undefined)`
    expect(errors(source)).toEqual([])
  })

  test('and not those of another', () => {
    eachFails([
      `auth.request({ url: '/a' }).onProgressUpdate(() => undefined)`,
      `auth.uploadFile({ url: '/a', filePath: 'a', name: 'b' }).onChunkReceived(() => undefined)`,
      `auth.downloadFile({ url: '/a' }).onProgressUpdate(({ totalBytesSent }) => totalBytesSent)`,
      `auth.request({ url: '/a' }).then((a) => a).abort()`,
    ])
  })
})

describe('middleware', () => {
  test('is typed by its place, or by its name, and may be async', () => {
    const source = `createAuth({
  ...options,
  use: [
    (request, next) => next({ ...request, url: request.url + '?v=2' }),
    async (request, next) => {
      const { statusCode, data } = await next(request)
      return { statusCode, data, header: {} }
    },
  ],
})
export const plugin: Middleware = (request, next) =>
  request.api === 'uploadFile' || request.method === 'POST' ? next(request) : Promise.reject(new Error(request.auth))
plugin.connect = ({ session, state, subscribe, on }) => {
  subscribe(({ status }, previous) => [status, previous.status, session?.token, state.status])
  on('expired', ({ session: gone }) => gone.token)
}`
    expect(errors(source)).toEqual([])
  })

  test('that returns nothing, is not asynchronous, passes nothing on, changes `api`, or answers half is a mistake', () => {
    eachFails([
      `createAuth({ ...options, use: [() => undefined] })`,
      `createAuth({ ...options, use: [() => ({ statusCode: 200, data: 1, header: {} })] })`,
      `createAuth({ ...options, use: [(request, next) => next()] })`,
      `export const a: Middleware = (r, n) => { r.api = 'request'; return n(r) }`,
      `createAuth({ ...options, use: [() => Promise.resolve({ statusCode: 200 })] })`,
    ])
  })
})
