import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from './chromium'
import { describeInBrowser } from './in-browser'

/** What the page has: the simulated wx as the simulator's phone makes it. */
const PAGE = `
import { createWx } from './wx'
import { sendBody } from './browser/phone/send-body'
window.simulated = createWx({ standInURL: location.origin, appId: 'wx1', user: 'u', sendBody })
window.call = (name, options, abortAt) => new Promise((resolve) => {
  const progress = []
  const task = window.simulated.wx[name]({
    ...options,
    url: location.origin + options.url,
    success: (result) => resolve({ result, progress }),
    fail: (failure) => resolve({ failure, progress }),
  })
  task.onProgressUpdate((event) => {
    progress.push(event)
    if (abortAt !== undefined && event.progress >= abortAt) task.abort()
  })
})`

interface Outcome {
  result?: { statusCode: number; data?: string; tempFilePath?: string }
  failure?: { errMsg: string }
  progress: Array<{ progress: number; totalBytesExpectedToSend?: number; totalBytesExpectedToWrite?: number }>
}

describeInBrowser('the simulated wx in a browser', () => {
  const size = 3 * 1024 * 1024
  let server: Server
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const bundled = await build({
      stdin: { contents: PAGE, resolveDir: join(__dirname, '../../examples/simulator') },
      bundle: true,
      write: false,
      format: 'iife',
    })
    const script = bundled.outputFiles[0]?.text ?? ''
    server = createServer((request, response) => {
      let received = 0
      request.on('data', (chunk: Buffer) => (received += chunk.length))
      request.on('end', () => {
        const answers: Record<string, string> = {
          '/': '<script src="/script.js"></script>',
          '/script.js': script,
        }
        const type = request.headers['content-type']?.split(';')[0] ?? ''
        const { authorization = '' } = request.headers
        const body = answers[request.url ?? ''] ?? JSON.stringify({ received, type, authorization })
        if (request.url === '/large') response.end(Buffer.alloc(size, 'x'))
        else response.writeHead(answers[request.url ?? ''] ? 200 : 201).end(body)
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    browser = await launchChromium()
    page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.evaluate(`simulated.files.save(new Uint8Array(${size}), 'wxfile://a')`)
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    server.closeAllConnections()
    server.close()
  })

  const call = (name: string, options: object, abortAt?: number) =>
    page.evaluate<Outcome>(`call(${JSON.stringify(name)}, ${JSON.stringify(options)}, ${abortAt})`)
  const file = { url: '/upload', filePath: 'wxfile://a', name: 'file' }

  test('uploads, with the header, and tells the progress', async () => {
    const { result, progress } = await call('uploadFile', { ...file, header: { Authorization: 'Bearer t' } })
    expect(result).toMatchObject({ errMsg: 'uploadFile:ok', statusCode: 201 })
    const { received, type, authorization } = JSON.parse(result?.data ?? '') as Record<string, unknown>
    expect([type, authorization]).toEqual(['multipart/form-data', 'Bearer t'])
    expect(received).toBeGreaterThan(size)
    expect(progress.at(-1)).toMatchObject({ progress: 100, totalBytesExpectedToSend: received })
  })

  test('downloads, and tells the progress', async () => {
    const { result, progress } = await call('downloadFile', { url: '/large' })
    expect(progress.at(-1)).toMatchObject({ progress: 100, totalBytesExpectedToWrite: size })
    const path = JSON.stringify(result?.tempFilePath)
    expect(await page.evaluate(`simulated.files.read(${path}).then(({ length }) => length)`)).toBe(size)
  })

  test.each([
    ['uploadFile', file],
    ['downloadFile', { url: '/large' }],
  ])('%s can be aborted on its way', async (name, options) => {
    const { failure } = await call(name, options, 1)
    expect(failure).toEqual({ errMsg: `${name}:fail abort` })
  })
})
