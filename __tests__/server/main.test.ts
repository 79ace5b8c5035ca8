import { describe, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { cleanUp, post, send, until } from './support'

const ROOT = join(__dirname, '../..')

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/server/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      SystemRoot: process.env.SystemRoot,
      PORT: '0',
      DATABASE_PATH: ':memory:',
      ...env,
    },
  })
  const exit = once(child, 'exit')
  cleanUp(async () => {
    child.kill('SIGKILL')
    await exit
  })
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.text += chunk.toString()
    })
  }
  return { child, exit, output }
}

async function runServer() {
  const context = run({})
  await until(() => context.output.text.includes('Stand-in'), 20_000)
  const [url = '', standIn = ''] = context.output.text.match(/http:\/\/[\d.:]+/g) ?? []
  return { ...context, url, standIn }
}

describe('tsx examples/server/main.ts', () => {
  test('serves logins, prints one line a step, and ends on SIGTERM', async () => {
    const { child, exit, output, url, standIn } = await runServer()
    const { code } = (await post(`${standIn}/client/login`, { appid: 'wx0000000000000000', user: '小明' }))
      .body
    const { token } = (await post(`${url}/login`, { code })).body
    expect((await send(`${url}/me`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200)
    await until(() => output.text.includes('GET /me → 200'))
    expect(output.text).toContain(`login code ${code.slice(0, 4)}… sent to WeChat`)
    expect(output.text).not.toContain(token)
    expect(output.text).not.toContain(code)
    child.kill('SIGTERM')
    // Windows has no signals: there the process just ends.
    expect(await exit).toEqual(process.platform === 'win32' ? [null, 'SIGTERM'] : [0, null])
  })

  test('a client that leaves in the middle of its body is no failure of the server', async () => {
    const { output, url } = await runServer()
    for (const framing of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      await once(socket, 'connect')
      const head = `POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${framing}\r\n\r\n`
      await new Promise<unknown>((resolve) => socket.write(`${head}5\r\n{"cod`, resolve))
      socket.destroy()
    }
    await until(() => output.text.split('POST /login → 400').length === 3)
    expect(output.text).not.toContain('failure')
    expect((await send(`${url}/public`)).status).toBe(200)
  })

  test('names the variable that is wrong, and exits with 1', async () => {
    const { exit, output } = run({ PORT: 'abc' })
    expect(await exit).toEqual([1, null])
    expect(output.text).toMatch(/^PORT: must be a whole number/)
  })
})
