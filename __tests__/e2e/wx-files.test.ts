import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { IncomingMessage } from 'node:http'
import { createPhone, createWx, type Phone } from '../../examples/simulator/wx'
import { type Answer, startAnsweringServer } from './answering-server'
import { call } from './wx-call'

const APP_URL = 'http://app.test'
const BYTES = new Uint8Array(300_000).map((_, index) => index % 251)

let server: Awaited<ReturnType<typeof startAnsweringServer>>
let hosts: Record<string, string>
let answer: Answer
let phone: Phone
let simulated: ReturnType<typeof createWx>

beforeAll(async () => {
  server = await startAnsweringServer((request, response) => answer(request, response))
  hosts = { [APP_URL]: server.url }
})

afterAll(() => server.close())

beforeEach(() => {
  phone = createPhone()
  simulated = createWx({ standInURL: 'http://127.0.0.1:1', appId: 'wx1', user: 'u', hosts, phone })
  simulated.files.save(BYTES, 'wxfile://usr/a.png')
})

afterEach(() => simulated.dispose())

/** What the server got, read as a form by code of another make. */
async function formOf(incoming: IncomingMessage): Promise<FormData> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const headers = { 'Content-Type': incoming.headers['content-type'] ?? '' }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- for servers; this is a test of what was sent
  return new Response(Buffer.concat(chunks), { headers }).formData()
}

describe('the simulated wx.uploadFile', () => {
  const options = { url: `${APP_URL}/x?a=1`, filePath: 'wxfile://usr/a.png', name: 'avatar' }
  const upload = (more: object = {}) =>
    call((callbacks) => simulated.wx.uploadFile({ ...options, ...more, ...callbacks }))

  test('sends the file and the fields as a form, with the app’s header', async () => {
    let form: FormData | undefined
    let incoming: IncomingMessage | undefined
    answer = (request, response) => {
      incoming = request
      void formOf(request).then((read) => {
        form = read
        response.end('{"id":1}')
      })
    }
    const formData = { note: '二 "x"', number: 7, 'na"me': '' }
    expect(await upload({ formData, header: { Authorization: 'Bearer t' } })).toEqual({
      result: { errMsg: 'uploadFile:ok', statusCode: 200, data: '{"id":1}' },
    })
    expect([incoming?.method, incoming?.url, incoming?.headers.authorization]).toEqual([
      'POST',
      '/x?a=1',
      'Bearer t',
    ])
    expect([form?.get('note'), form?.get('number'), form?.get('na"me')]).toEqual(['二 "x"', '7', ''])
    const file = form?.get('avatar')
    if (!(file instanceof File)) throw new Error('no file')
    expect(file.name).toBe('a.png')
    expect(Buffer.from(await file.arrayBuffer())).toEqual(Buffer.from(BYTES))
  })

  test('tells how much has gone, and that the headers are there', async () => {
    answer = (request, response) => void request.resume().once('end', () => response.writeHead(413).end())
    const seen: Array<{ progress: number; totalBytesSent: number; totalBytesExpectedToSend: number }> = []
    const statuses: number[] = []
    const gone = jest.fn()
    const outcome = call((callbacks) => {
      const task = simulated.wx.uploadFile({ ...options, ...callbacks })
      task.onProgressUpdate((event) => seen.push(event))
      task.onProgressUpdate(gone)
      task.offProgressUpdate(gone)
      task.onHeadersReceived(({ statusCode }) => statuses.push(statusCode))
    })
    expect(await outcome).toMatchObject({ result: { statusCode: 413, data: '' } })
    expect(seen.length).toBeGreaterThan(3)
    const sent = seen.map(({ totalBytesSent }) => totalBytesSent)
    expect(sent).toEqual([...sent].sort((a, b) => a - b))
    expect(seen.at(-1)).toMatchObject({ progress: 100, totalBytesSent: seen[0]?.totalBytesExpectedToSend })
    expect(statuses).toEqual([413])
    expect(gone).not.toHaveBeenCalled()
  })

  test('fails without the file, offline, aborted, and after its time', async () => {
    expect(await upload({ filePath: 'wxfile://no' })).toEqual({
      failure: { errMsg: 'uploadFile:fail file not found' },
    })
    let arrived!: () => void
    answer = () => arrived()
    const hung = new Promise<void>((resolve) => (arrived = resolve))
    const aborted = call((callbacks) => {
      const task = simulated.wx.uploadFile({ ...options, ...callbacks })
      void hung.then(() => task.abort())
    })
    expect(await aborted).toEqual({ failure: { errMsg: 'uploadFile:fail abort' } })
    expect(await upload({ timeout: 20 })).toEqual({
      failure: { errMsg: 'uploadFile:fail timeout', errno: 5 },
    })
    phone.setOffline(true)
    expect(await upload()).toMatchObject({ failure: { errno: 600001 } })
  })
})

describe('the simulated wx.downloadFile', () => {
  const download = (more: object = {}) =>
    call<{ tempFilePath?: string; filePath?: string; statusCode: number }>((callbacks) =>
      simulated.wx.downloadFile({ url: `${APP_URL}/x`, ...more, ...callbacks }),
    )

  test('saves the body, whatever the status, and tells the progress', async () => {
    answer = (request, response) =>
      response
        .writeHead(request.headers.authorization ? 200 : 401, { 'Content-Length': BYTES.length })
        .end(BYTES)
    const refused = await download()
    expect(refused).toMatchObject({ result: { statusCode: 401, tempFilePath: 'wxfile://tmp_1' } })
    const seen: number[] = []
    const outcome = await call<{ filePath?: string }>((callbacks) => {
      const task = simulated.wx.downloadFile({
        url: `${APP_URL}/x`,
        header: { Authorization: 'Bearer t' },
        filePath: 'wxfile://usr/b',
        ...callbacks,
      })
      task.onProgressUpdate(({ progress, totalBytesExpectedToWrite }) => {
        seen.push(progress)
        expect(totalBytesExpectedToWrite).toBe(BYTES.length)
      })
    })
    expect(outcome).toEqual({
      result: { errMsg: 'downloadFile:ok', statusCode: 200, filePath: 'wxfile://usr/b' },
    })
    expect(seen.at(-1)).toBe(100)
    for (const path of ['wxfile://tmp_1', 'wxfile://usr/b'])
      expect(Buffer.from(await simulated.files.read(path))).toEqual(Buffer.from(BYTES))
  })

  test('can be aborted half-way, and saves nothing then', async () => {
    answer = (_, response) => void response.writeHead(200, { 'Content-Length': 10 }).write('half.')
    const outcome = call((callbacks) => {
      const task = simulated.wx.downloadFile({
        url: `${APP_URL}/x`,
        filePath: 'wxfile://usr/b',
        ...callbacks,
      })
      task.onProgressUpdate(({ progress }) => {
        expect(progress).toBe(50)
        task.abort()
      })
    })
    expect(await outcome).toEqual({ failure: { errMsg: 'downloadFile:fail abort' } })
    await expect(simulated.files.read('wxfile://usr/b')).rejects.toMatchObject({ errMsg: expect.any(String) })
  })

  test('what it saved can be removed, once', async () => {
    const unlink = () =>
      call((callbacks) =>
        simulated.wx.getFileSystemManager().unlink({ filePath: 'wxfile://usr/a.png', ...callbacks }),
      )
    expect(await unlink()).toEqual({ result: { errMsg: 'unlink:ok' } })
    expect(await unlink()).toMatchObject({ failure: { errno: 1300002 } })
  })
})
