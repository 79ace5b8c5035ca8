import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { PICTURE, PICTURE_PATH, setUpPhone, type E2EPhone } from './phone'

const MB = 1024 * 1024
const AVATAR = { url: '/me/avatar', filePath: PICTURE_PATH, name: 'avatar' }

let phone: E2EPhone

beforeEach(async () => {
  phone = await setUpPhone()
})
afterEach(() => phone.close())

describe('an upload of 5 MB', () => {
  test('arrives, tells how it goes, and its answer is read', async () => {
    const task = phone.auth.uploadFile<{ user: { avatarUrl: string } }>(AVATAR)
    const sent: number[] = []
    task.onProgressUpdate(({ totalBytesSent }) => sent.push(totalBytesSent))
    const { statusCode, data } = await task
    expect(statusCode).toBe(200)
    const response = await fetch(data.user.avatarUrl)
    expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), PICTURE)).toBe(0)
    expect(sent.length).toBeGreaterThan(10)
    expect(sent.at(-1)).toBeGreaterThan(5 * MB)
    expect(phone.logins).toBe(1)
  })

  test('whose session is ended while the bytes travel: one login, one replay, one file', async () => {
    await phone.auth.ensureLogin()
    let isEnded = false
    phone.network.pace = async (sent) => {
      if (isEnded || sent < 2 * MB) return
      isEnded = true
      // By the time of this answer the server has begun to read.
      await phone.exchanges()
      await phone.expireSessions()
    }
    const former = phone.auth.session
    const task = phone.auth.uploadFile<{ user: { avatarUrl: string } }>(AVATAR)
    const sent: number[] = []
    task.onProgressUpdate(({ totalBytesSent }) => sent.push(totalBytesSent))
    const { statusCode, data } = await task
    expect(statusCode).toBe(200)
    expect(isEnded).toBe(true)
    expect(await phone.answers('POST /me/avatar')).toEqual({ total: 2, ok: 1, unauthorized: 1, other: 0 })
    expect(phone.logins).toBe(2)
    expect(phone.kept()).toBe(1)
    expect(phone.auth.session).not.toBe(former)
    const response = await fetch(data.user.avatarUrl)
    expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), PICTURE)).toBe(0)
    // The listener heard both times.
    expect(sent.filter((bytes, index) => bytes < (sent[index - 1] ?? 0))).toHaveLength(1)
    expect(sent.at(-1)).toBeGreaterThan(5 * MB)
  })

  test('with a session that had ended before: the same', async () => {
    await phone.auth.ensureLogin()
    await phone.expireSessions()
    expect((await phone.auth.uploadFile(AVATAR)).statusCode).toBe(200)
    expect(await phone.answers('POST /me/avatar')).toEqual({ total: 2, ok: 1, unauthorized: 1, other: 0 })
    expect(phone.kept()).toBe(1)
  })

  test('together with requests that expire at the same time: still one login', async () => {
    await phone.auth.ensureLogin()
    await phone.expireSessions()
    const requests = Array.from({ length: 10 }, () => phone.auth.request({ url: '/orders' }))
    const statuses = await Promise.all(
      [phone.auth.uploadFile(AVATAR), ...requests].map((task) => task.then(({ statusCode }) => statusCode)),
    )
    expect(statuses).toEqual(Array(11).fill(200))
    expect(phone.logins).toBe(2)
    expect(phone.kept()).toBe(1)
  })

  test('that the server will not have is an answer like any other', async () => {
    phone.files.save(new Uint8Array(100), PICTURE_PATH)
    await expect(phone.auth.uploadFile(AVATAR)).resolves.toMatchObject({
      statusCode: 415,
      data: { code: 'UNSUPPORTED_PICTURE' },
    })
  })

  test('of a file that is gone fails', async () => {
    const upload = phone.auth.uploadFile({ ...AVATAR, filePath: 'wxfile://gone' })
    await expect(upload).rejects.toMatchObject({ code: 'NETWORK', errMsg: 'uploadFile:fail file not found' })
  })
})

describe('a download', () => {
  const read = async (path = '') => Buffer.from(await phone.files.read(path))
  beforeEach(() => phone.auth.uploadFile(AVATAR))

  test('is saved, and tells how it goes', async () => {
    const task = phone.auth.downloadFile({ url: '/me/avatar' })
    const seen: Array<{ progress: number; totalBytesWritten: number; totalBytesExpectedToWrite: number }> = []
    task.onProgressUpdate((event) => seen.push(event))
    const { statusCode, tempFilePath } = await task
    expect(statusCode).toBe(200)
    expect(Buffer.compare(await read(tempFilePath), PICTURE)).toBe(0)
    expect(seen.at(-1)).toEqual({
      progress: 100,
      totalBytesWritten: PICTURE.length,
      totalBytesExpectedToWrite: PICTURE.length,
    })
    expect(phone.logins).toBe(1)
  })

  test.each([
    ['a temporary path', undefined],
    ['filePath', 'wxfile://usr/copy.png'],
  ])(
    'with a session that has ended is replayed, and what the 401 said is removed: %s',
    async (_, filePath) => {
      await phone.expireSessions()
      const { statusCode, ...saved } = await phone.auth.downloadFile({ url: '/me/avatar', filePath })
      expect(statusCode).toBe(200)
      expect(Buffer.compare(await read(saved.filePath ?? saved.tempFilePath), PICTURE)).toBe(0)
      expect(saved.filePath ?? saved.tempFilePath).toBe(filePath ?? 'wxfile://tmp_2')
      await expect(phone.files.read('wxfile://tmp_1')).rejects.toBeDefined()
      expect(phone.logins).toBe(2)
    },
  )

  test('of what is open to all needs no session', async () => {
    await phone.auth.logout()
    const { tempFilePath } = await phone.auth.downloadFile({ url: '/public', auth: 'none' })
    expect(JSON.parse((await read(tempFilePath)).toString())).toHaveProperty('products')
  })
})
