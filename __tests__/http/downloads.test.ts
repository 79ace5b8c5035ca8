import { describe, expect, test } from '@jest/globals'
import type { AuthOptions } from '../../src/options'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes, type World } from '../support/phone'

const REPORT = { url: '/report' }

async function withReport(options: Partial<AuthOptions> = {}) {
  const { world, auth } = await loggedIn(options)
  world.server.route('GET', '/report', () => ({ data: 'the report' }))
  return { world, auth }
}

const texts = (world: World) => [...world.files.values()]

describe('the token', () => {
  test.each<[string, AuthOptions['token'], object]>([
    ['a header', { header: 'X-Session' }, { header: { 'X-A': 'b', 'X-Session': 'token-1' } }],
    ['a cookie', { cookie: 'sid' }, { header: { 'X-A': 'b', Cookie: 'sid=token-1' } }],
    ['the query', { query: 'sid' }, { url: 'https://api.example.com/report?y=1&sid=token-1#p2' }],
    [
      'the query, for { data }',
      { data: 'sid' },
      { url: 'https://api.example.com/report?y=1&sid=token-1#p2' },
    ],
    [
      'where a function puts it',
      (request, token) => ({ ...request, header: { t: token } }),
      { header: { t: 'token-1' } },
    ],
  ])('goes into %s', async (_, token, change) => {
    const { world, auth } = await withReport({ token })
    world.server.publicPaths.push('/report')
    await world.until(auth.downloadFile({ url: '/report?y=1#p2', header: { 'X-A': 'b' } }))
    expect(world.history.sends()).toMatchObject([
      {
        name: 'downloadFile',
        method: 'GET',
        url: 'https://api.example.com/report?y=1#p2',
        header: { 'X-A': 'b' },
        token: 'token-1',
        ...change,
      },
    ])
  })

  test('is not sent with auth: none, nor elsewhere', async () => {
    const { world, auth } = await withReport()
    await world.until(
      outcomes([
        auth.downloadFile({ url: '/public', auth: 'none' }),
        auth.downloadFile({ url: 'https://cdn.example.com/a.png' }),
        auth.downloadFile({ url: 'https://cdn.example.com/b.png', auth: 'required' }),
      ]),
    )
    expect(world.history.sends().map(({ url, token }) => [url, token])).toEqual([
      ['https://api.example.com/public', null],
      ['https://cdn.example.com/a.png', null],
    ])
  })
})

describe('the file', () => {
  test('is where wx put it', async () => {
    const { world, auth } = await withReport()
    const response = await world.until(auth.downloadFile(REPORT))
    expect(response).toMatchObject({ statusCode: 200, errMsg: 'downloadFile:ok' })
    expect(world.files.get(response.tempFilePath ?? '')).toBe('the report')
  })

  test('is where filePath says', async () => {
    const { world, auth } = await withReport()
    const filePath = 'wxfile://usr/report.txt'
    await expect(world.until(auth.downloadFile({ ...REPORT, filePath }))).resolves.toMatchObject({ filePath })
    expect([...world.files]).toEqual([[filePath, 'the report']])
  })

  test.each([
    ['a temporary path', {}],
    ['filePath', { filePath: 'wxfile://usr/report.txt' }],
  ])('of a 401 is removed before the replay, at %s', async (_, more) => {
    const { world, auth } = await withReport()
    world.server.expireAll()
    const present: number[] = []
    world.server.route('GET', '/report', () => {
      present.push(world.files.size)
      return { data: 'the report' }
    })
    const response = await world.until(auth.downloadFile({ ...REPORT, ...more }))
    await world.advance(100)
    expect(present).toEqual([0])
    expect(texts(world)).toEqual(['the report'])
    expect(world.files.has(response.filePath ?? response.tempFilePath ?? '')).toBe(true)
    expect(world.history.count('unlink')).toBe(1)
    expect(world.history.sends('/report').map(({ token }) => token)).toEqual(['token-1', 'token-2'])
  })

  test('of a 401 that the platform did not save needs no removal', async () => {
    const { world, auth } = await loggedIn()
    auth.destroy()
    const downloadFile = ({ success }: { success: (result: object) => void }) => success({ statusCode: 401 })
    const other = world.auth({ wx: { ...world.wx, downloadFile } as never })
    await expect(world.until(other.downloadFile({ url: '/report' }))).rejects.toMatchObject({
      code: 'SESSION_REJECTED',
    })
    expect(world.history.count('unlink')).toBe(0)
  })

  test('of a 401 stays where the platform cannot remove it', async () => {
    const { world, auth } = await loggedIn()
    const wx = { ...world.wx, getFileSystemManager: undefined }
    auth.destroy()
    const other = world.auth({ wx: wx })
    await world.until(other.ensureLogin())
    world.server.expireAll()
    await expect(world.until(other.downloadFile({ url: '/report' }))).resolves.toMatchObject({
      statusCode: 200,
    })
    expect(world.files.size).toBe(2)
  })

  test('of a second 401 is removed, too, and so is that of replay: false', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('/report', () => ({ statusCode: 401 }))
    await expect(world.until(auth.downloadFile(REPORT))).rejects.toMatchObject({ code: 'SESSION_REJECTED' })
    await expect(world.until(auth.downloadFile({ ...REPORT, replay: false }))).rejects.toMatchObject({
      code: 'SESSION_REJECTED',
    })
    await world.advance(100)
    expect(texts(world)).toEqual([])
  })

  test('of a 401 without a session is the caller’s', async () => {
    const { world, auth } = await loggedIn()
    const response = await world.until(auth.downloadFile({ ...REPORT, auth: 'none' }))
    await world.advance(100)
    expect(response.statusCode).toBe(401)
    expect(texts(world)).toEqual(['{"code":"SESSION_EXPIRED"}'])
    expect(world.history.count('unlink')).toBe(0)
  })

  test('of another error is the caller’s: any HTTP status resolves', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('/report', () => ({ statusCode: 404, data: 'no such report' }))
    await expect(world.until(auth.downloadFile(REPORT))).resolves.toMatchObject({ statusCode: 404 })
    expect(texts(world)).toEqual(['no such report'])
  })

  test.each(['fail', 'throw', 'neither'] as const)(
    'that cannot be removed (%s) is no reason not to replay',
    async (outcome) => {
      const { world, auth } = await withReport()
      world.server.expireAll()
      world.script('unlink', { outcome })
      await expect(world.until(auth.downloadFile(REPORT))).resolves.toMatchObject({ statusCode: 200 })
    },
  )

  test('that cannot be removed, as there is no file system here, is no reason either', async () => {
    const world = createWorld()
    const auth = world.auth({ wx: { ...world.wx, getFileSystemManager: undefined } })
    await world.until(auth.ensureLogin())
    world.server.expireAll()
    await expect(world.until(auth.downloadFile(REPORT))).resolves.toMatchObject({ statusCode: 200 })
  })
})

describe('expiry', () => {
  test('an optional download whose token is rejected is sent again without it', async () => {
    const { world, auth } = await withReport()
    world.server.publicPaths.push('/report')
    world.server.route('/report', ({ token }) => (token === null ? { data: 'for all' } : { statusCode: 401 }))
    await world.until(auth.downloadFile({ ...REPORT, auth: 'optional' }))
    await world.advance(100)
    expect(texts(world)).toEqual(['for all'])
    expect(world.history.logins()).toBe(0)
  })

  test('a code in the body cannot be seen: isExpired finds no data, and nothing that it stumbles over', async () => {
    const seen: unknown[] = []
    const { world, auth } = await loggedIn({
      isExpired: ({ statusCode, data, header }) => {
        seen.push([statusCode, data, header])
        return (data as { code?: number }).code === 301 || header.date === 'never'
      },
    })
    world.server.route('/report', () => ({ data: { code: 301 } }))
    await expect(world.until(auth.downloadFile(REPORT))).resolves.toMatchObject({ statusCode: 200 })
    expect(seen).toEqual([[200, '', {}]])
    expect(texts(world)).toEqual(['{"code":301}'])
  })

  test('isExpired may look at the status, take its time, and at what was asked for', async () => {
    const { world, auth } = await withReport({
      isExpired: ({ statusCode }, { url }) => Promise.resolve(statusCode === 403 && url === '/report'),
    })
    let count = 0
    world.server.route('/report', () => (++count === 1 ? { statusCode: 403 } : { data: 'the report' }))
    await world.until(auth.downloadFile(REPORT))
    await world.advance(100)
    expect(texts(world)).toEqual(['the report'])
    expect(world.history.logins()).toBe(1)
  })
})
