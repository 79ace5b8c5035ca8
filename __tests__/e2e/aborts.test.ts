import { afterEach, describe, expect, test } from '@jest/globals'
import type { Auth } from '../../src/auth'
import type { AuthOptions } from '../../src/options'
import type { NetworkName } from '../../src/platform/transport'
import { createGate, PICTURE_PATH, setUpPhone, until, type E2EPhone } from './phone'

/** What the three tasks have in common. */
interface Transfer extends Promise<{ statusCode: number }> {
  abort(): void
  onHeadersReceived(listener: (head: { statusCode?: number }) => void): void
}

const kinds: Array<[NetworkName, string, (auth: Auth) => Transfer]> = [
  ['request', 'GET /orders', (auth) => auth.request({ url: '/orders' })],
  [
    'uploadFile',
    'POST /me/avatar',
    (auth) => auth.uploadFile({ url: '/me/avatar', filePath: PICTURE_PATH, name: 'avatar' }),
  ],
  ['downloadFile', 'GET /me/avatar', (auth) => auth.downloadFile({ url: '/me/avatar' })],
]
const MB = 1024 * 1024

let phone: E2EPhone
const setUp = async (options: Partial<AuthOptions> = {}) => (phone = await setUpPhone(options))
afterEach(() => phone.close())

/** By the time of an answer to what came later, the server has begun to read what came before. */
const serverReads = () => phone.exchanges()

async function answeredOnce(route: string) {
  expect(await phone.answers(route)).toEqual({ total: 1, ok: 0, unauthorized: 1, other: 0 })
}

describe.each(kinds)('%s is aborted', (api, route, start) => {
  const aborted = { code: 'ABORTED', errMsg: `${api}:fail abort` }

  test('while its login waits for the server: the login goes on for the others', async () => {
    const { auth } = await setUp()
    await phone.setLogins('hang')
    const task = start(auth)
    await until(async () => (await phone.exchanges()) === 1)
    task.abort()
    await expect(task).rejects.toMatchObject(aborted)
    await phone.setLogins('ok')
    await auth.ensureLogin()
    expect(phone.logins).toBe(1)
    expect(await phone.answers(route)).toBeUndefined()
  })

  test('in line: it is never sent, and who comes behind it is', async () => {
    const { auth, hanging } = await setUp({ maxConcurrent: 1 })
    await auth.ensureLogin()
    const first = auth.request({ url: '/hang', auth: 'none' })
    const task = start(auth)
    const behind = auth.request({ url: '/public' })
    await hanging.arrived.promise
    task.abort()
    await expect(task).rejects.toMatchObject(aborted)
    first.abort()
    await expect(first).rejects.toMatchObject({ code: 'ABORTED' })
    expect((await behind).statusCode).toBe(200)
    expect(await phone.answers(route)).toBeUndefined()
  })

  test('between the rejection and the replay', async () => {
    const { auth } = await setUp()
    await auth.ensureLogin()
    await phone.expireSessions()
    await phone.setLogins('hang')
    const task = start(auth)
    await until(async () => (await phone.exchanges()) === 2)
    expect(auth.state.status).toBe('loggingIn')
    task.abort()
    await expect(task).rejects.toMatchObject(aborted)
    await phone.setLogins('ok')
    await auth.ensureLogin()
    await answeredOnce(route)
  })

  test('after its end, which changes nothing', async () => {
    const { auth } = await setUp()
    const task = start(auth)
    const { statusCode } = await task
    task.abort()
    await expect(task).resolves.toMatchObject({ statusCode })
    expect((await auth.request({ url: '/orders' })).statusCode).toBe(200)
  })
})

describe('on its way', () => {
  test('a request: the connection is closed', async () => {
    const { auth, hanging } = await setUp()
    const task = auth.request({ url: '/hang' })
    await hanging.arrived.promise
    task.abort()
    await expect(task).rejects.toMatchObject({ code: 'ABORTED', errMsg: 'request:fail abort' })
    await hanging.left.promise
  })

  test('an upload, half of which has gone: the server keeps nothing of it', async () => {
    const { auth, network } = await setUp()
    const half = createGate()
    network.pace = async (sent) => {
      if (sent < 2 * MB) return
      await serverReads()
      half.open()
      await createGate().promise
    }
    const task = auth.uploadFile({ url: '/me/avatar', filePath: PICTURE_PATH, name: 'avatar' })
    await half.promise
    task.abort()
    await expect(task).rejects.toMatchObject({ code: 'ABORTED', errMsg: 'uploadFile:fail abort' })
    await serverReads()
    expect(phone.kept()).toBe(0)
    // The line is free for the next.
    network.pace = undefined
    await auth.uploadFile({ url: '/me/avatar', filePath: PICTURE_PATH, name: 'avatar' })
    expect(phone.kept()).toBe(1)
  })

  test('a download, some of which has come: nothing of it is saved', async () => {
    const { auth, files } = await setUp()
    await auth.uploadFile({ url: '/me/avatar', filePath: PICTURE_PATH, name: 'avatar' })
    const task = auth.downloadFile({ url: '/me/avatar', filePath: 'wxfile://usr/copy.png' })
    const written: number[] = []
    task.onProgressUpdate(({ totalBytesWritten }) => {
      written.push(totalBytesWritten)
      task.abort()
    })
    await expect(task).rejects.toMatchObject({ code: 'ABORTED', errMsg: 'downloadFile:fail abort' })
    expect(written).toHaveLength(1)
    expect(written[0]).toBeLessThan(5 * MB)
    await expect(files.read('wxfile://usr/copy.png')).rejects.toBeDefined()
  })
})

describe('during the replay', () => {
  test('an upload: the server keeps nothing of it', async () => {
    const { auth, network } = await setUp()
    await auth.ensureLogin()
    await phone.expireSessions()
    let sends = 0
    network.pace = async (sent) => {
      if (sent === 0) sends++
      if (sends < 2 || sent < MB) return
      await serverReads()
      task.abort()
      await createGate().promise
    }
    const task = auth.uploadFile({ url: '/me/avatar', filePath: PICTURE_PATH, name: 'avatar' })
    await expect(task).rejects.toMatchObject({ code: 'ABORTED' })
    await serverReads()
    await answeredOnce('POST /me/avatar')
    expect(phone.kept()).toBe(0)
    expect(phone.logins).toBe(2)
  })

  test('a download, when its headers are there', async () => {
    const { auth, files } = await setUp()
    await auth.uploadFile({ url: '/me/avatar', filePath: PICTURE_PATH, name: 'avatar' })
    await phone.expireSessions()
    const task = auth.downloadFile({ url: '/me/avatar' })
    const statuses: unknown[] = []
    task.onHeadersReceived(({ statusCode }) => {
      statuses.push(statusCode)
      if (statusCode === 200) task.abort()
    })
    await expect(task).rejects.toMatchObject({ code: 'ABORTED' })
    expect(statuses).toEqual([401, 200])
    for (const path of ['wxfile://tmp_1', 'wxfile://tmp_2'])
      await expect(files.read(path)).rejects.toBeDefined()
  })
})

test('destroy ends all three on their way, and the server keeps nothing', async () => {
  const { auth, network, hanging } = await setUp()
  await auth.ensureLogin()
  const half = createGate()
  network.pace = async (sent) => {
    if (sent < 2 * MB) return
    await serverReads()
    half.open()
    await createGate().promise
  }
  const tasks = [
    auth.request({ url: '/hang' }),
    auth.uploadFile({ url: '/me/avatar', filePath: PICTURE_PATH, name: 'avatar' }),
    auth.downloadFile({ url: '/hang' }),
  ]
  const outcomes = Promise.allSettled(tasks)
  await Promise.all([half.promise, hanging.arrived.promise])
  auth.destroy()
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'ABORTED' } })
  await hanging.left.promise
  expect(phone.kept()).toBe(0)
})
