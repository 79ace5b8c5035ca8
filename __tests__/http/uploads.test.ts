import { describe, expect, test } from '@jest/globals'
import type { AuthOptions } from '../../src/options'
import { deepFreeze, loggedIn } from '../support/logged-in'
import { createWorld, type World } from '../support/phone'

const AVATAR = { url: '/avatar', filePath: 'wxfile://a.png', name: 'avatar' }
const fields = () => ({ album: 'x', tags: ['a', 'b'] })

/** What was sent there, without the times. */
const uploads = (world: World) =>
  world.history
    .sends('/avatar')
    .map(({ method, url, header, data, token }) => ({ method, url, header, data, token }))

test('a platform that parses the body, and tells the header, is believed', async () => {
  const world = createWorld()
  const answer = { statusCode: 200, data: { id: 7 }, header: { 'X-A': '1' } }
  const wx = {
    ...world.wx,
    uploadFile: ({ success }: { success: (result: object) => void }) => success(answer),
  }
  const auth = world.auth({ wx: wx as never })
  expect(await world.until(auth.uploadFile({ ...AVATAR, auth: 'none' }))).toEqual(answer)
})

test('a replay signs the form as the app filled it, and not the signature of the first send', async () => {
  const { world, auth } = await loggedIn({
    token: (request, token) => {
      const { formData = {} } = request as { formData?: Record<string, unknown> }
      formData.token = token
      formData.sign = `sign(${Object.keys(formData).sort().join()})`
      return { ...request, header: { Authorization: `Bearer ${token}` } }
    },
  })
  world.server.expireAll()
  await world.until(auth.uploadFile({ ...AVATAR, formData: deepFreeze(fields()) }))
  expect(uploads(world).map(({ data }) => data)).toEqual(
    ['token-1', 'token-2'].map((token) => ({ ...fields(), token, sign: 'sign(album,tags,token)' })),
  )
})

describe('the token', () => {
  const bare = {
    method: 'POST',
    url: 'https://api.example.com/avatar',
    header: {},
    data: fields(),
    token: 'token-1',
  }
  test.each<[string, AuthOptions['token'], object]>([
    ['a header', { header: 'X-Session' }, { header: { 'X-Session': 'token-1' } }],
    ['a cookie', { cookie: 'sid' }, { header: { Cookie: 'sid=token-1' } }],
    ['the query', { query: 'sid' }, { url: 'https://api.example.com/avatar?sid=token-1' }],
    ['the form, for { data }', { data: 'sid' }, { data: { ...fields(), sid: 'token-1' } }],
    [
      'where a function puts it',
      (request, token) => ({ ...request, header: { 'X-Mine': `${token}!` } }),
      { header: { 'X-Mine': 'token-1!' } },
    ],
  ])('goes into %s', async (_, token, change) => {
    const { world, auth } = await loggedIn({ token })
    world.server.publicPaths.push('/avatar')
    await world.until(auth.uploadFile({ ...AVATAR, formData: fields() }))
    expect(uploads(world)).toEqual([{ ...bare, ...change }])
  })

  test('is not left in the form when an optional upload is sent again without it', async () => {
    const { world, auth } = await loggedIn({ token: { data: 'sid' } })
    world.server.publicPaths.push('/avatar')
    world.server.route('POST', '/avatar', ({ data }) => ({
      statusCode: (data as { sid?: string }).sid === undefined ? 200 : 401,
    }))
    await world.until(auth.uploadFile({ ...AVATAR, formData: fields(), auth: 'optional' }))
    expect(uploads(world).map(({ data }) => data)).toEqual([{ ...fields(), sid: 'token-1' }, fields()])
  })

  test('makes a form of its own for { data } where there is none', async () => {
    const { world, auth } = await loggedIn({ token: { data: 'sid' } })
    await world.until(auth.uploadFile({ ...AVATAR, auth: 'none' }))
    expect(uploads(world)[0]?.data).toEqual({})
    world.server.publicPaths.push('/avatar')
    await world.until(auth.uploadFile(AVATAR))
    expect(uploads(world)[1]?.data).toEqual({ sid: 'token-1' })
  })
})

describe('the answer', () => {
  test.each([
    ['JSON is parsed', '{"id":7}', { id: 7 }],
    ['a JSON text is parsed', '"done"', 'done'],
    ['what is not JSON stays a text', '<html>', '<html>'],
    ['half of JSON stays a text', '{"id":', '{"id":'],
    ['an empty text stays one', '', ''],
  ])('%s', async (_, data, parsed) => {
    const { world, auth } = await loggedIn()
    world.server.route('POST', '/avatar', () => ({ statusCode: 201, data }))
    await expect(world.until(auth.uploadFile(AVATAR))).resolves.toMatchObject({
      statusCode: 201,
      data: parsed,
      errMsg: 'uploadFile:ok',
    })
  })

  test.each([
    ['text', '{"id":7}'],
    ['other', '{"id":7}'],
    ['json', { id: 7 }],
    [null, { id: 7 }],
    [undefined, { id: 7 }],
  ])('`dataType`, as of wx.request: %s', async (dataType, data) => {
    const { world, auth } = await loggedIn()
    world.server.route('POST', '/avatar', () => ({ data: '{"id":7}' }))
    const upload = auth.uploadFile({ ...AVATAR, dataType: dataType as string })
    await expect(world.until(upload)).resolves.toMatchObject({ data })
  })

  test('any HTTP status resolves', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('POST', '/avatar', () => ({ statusCode: 413, data: { code: 'TOO_LARGE' } }))
    await expect(world.until(auth.uploadFile(AVATAR))).resolves.toMatchObject({
      statusCode: 413,
      data: { code: 'TOO_LARGE' },
    })
  })
})

describe('the session expires', () => {
  test('a 401 is replayed with the new session, and with the same file and form', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const options = { ...AVATAR, header: { 'X-Trace': '1' }, formData: fields() }
    await expect(world.until(auth.uploadFile(deepFreeze(options)))).resolves.toMatchObject({
      statusCode: 200,
    })
    const sent = (token: string) => ({
      method: 'POST',
      url: 'https://api.example.com/avatar',
      header: { 'X-Trace': '1', Authorization: `Bearer ${token}` },
      data: fields(),
      token,
    })
    expect(uploads(world)).toEqual([sent('token-1'), sent('token-2')])
    expect(world.history.logins()).toBe(1)
  })

  test('isExpired sees the parsed body, and headers to look into', async () => {
    const seen: unknown[] = []
    const { world, auth } = await loggedIn({
      isExpired: ({ data, header }, { url }) => {
        seen.push([data, header.date, url])
        return (data as { code?: number }).code === 301
      },
    })
    let count = 0
    world.server.route('POST', '/avatar', () => ({ data: { code: ++count === 1 ? 301 : 0 } }))
    await expect(world.until(auth.uploadFile(AVATAR))).resolves.toMatchObject({ data: { code: 0 } })
    expect(seen).toEqual([
      [{ code: 301 }, undefined, '/avatar'],
      [{ code: 0 }, undefined, '/avatar'],
    ])
    expect(world.history.logins()).toBe(1)
  })

  test('rejected again, it is SESSION_REJECTED after two sends; with replay: false after one', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('POST', '/avatar', () => ({ statusCode: 401 }))
    await expect(world.until(auth.uploadFile(AVATAR))).rejects.toMatchObject({ code: 'SESSION_REJECTED' })
    expect(uploads(world)).toHaveLength(2)
    await world.advance(20_000)
    const single = auth.uploadFile({ ...AVATAR, replay: false })
    await expect(world.until(single)).rejects.toMatchObject({ code: 'SESSION_REJECTED' })
    expect(uploads(world)).toHaveLength(3)
  })

  test('the form is that of the call, whatever becomes of the caller’s', async () => {
    const world = createWorld()
    const formData = fields()
    const upload = world.auth().uploadFile({ ...AVATAR, formData })
    formData.tags.push('c')
    world.server.route('POST', '/avatar', () => {
      Object.assign(formData, { album: 'y', more: 1 })
      return world.history.answers('/avatar').length === 0 ? { statusCode: 401 } : {}
    })
    await world.until(upload)
    expect(uploads(world).map(({ data, token }) => [data, token])).toEqual([
      [fields(), 'token-1'],
      [fields(), 'token-2'],
    ])
  })
})

test('an upload without a path or a field name is refused at once', async () => {
  const world = createWorld()
  const auth = world.auth()
  for (const wrong of [{ filePath: undefined }, { name: undefined }, { formData: 'a=1' }, { url: 7 }]) {
    const upload = auth.uploadFile({ ...AVATAR, ...wrong } as never)
    await expect(upload).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(`\`${Object.keys(wrong)[0] ?? ''}\``) as unknown,
    })
  }
  expect(world.history.count('uploadFile')).toBe(0)
})

test('a base library without uploadFile is an error, not a hang', async () => {
  const world = createWorld()
  const upload = world
    .auth({ wx: { ...world.wx, uploadFile: undefined } })
    .uploadFile({ ...AVATAR, auth: 'none' })
  await expect(world.until(upload)).rejects.toMatchObject({ code: expect.any(String) as unknown })
})
