import { describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { request } from 'node:http'
import { send, setUp, until } from './support'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const picture = (bytes: Uint8Array = PNG, type = 'image/png') =>
  new File([new Uint8Array(bytes)], 'a.png', { type })

function form(fields: Record<string, File | string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

async function setUpSession() {
  const context = await setUp({ control: true })
  const { token } = (await context.login('小明')).body
  const headers = { Authorization: `Bearer ${token}` }
  return {
    ...context,
    token,
    headers,
    upload: (body: RequestInit['body'], more: Record<string, string> = {}) =>
      send(`${context.url}/me/avatar`, { method: 'POST', headers: { ...headers, ...more }, body }),
    read: (url = `${context.url}/me/avatar`) => fetch(url, url.endsWith('/me/avatar') ? { headers } : {}),
  }
}

describe('an avatar', () => {
  test('is kept, and is the user’s from then on', async () => {
    const { api, token, upload, read, events } = await setUpSession()
    const { status, body } = await upload(form({ avatar: picture(), note: 'n' }))
    expect(status).toBe(200)
    const { avatarUrl } = body.user
    expect((await api.get('/me', token)).body.user.avatarUrl).toBe(avatarUrl)
    for (const response of [await read(), await read(avatarUrl ?? '')]) {
      expect(response.headers.get('Content-Type')).toBe('image/png')
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG)
    }
    expect(events).toContainEqual({ type: 'avatarUpdated', user: expect.any(String), bytes: PNG.length })
  })

  test('takes the place of the one before, at another URL', async () => {
    const { upload, read } = await setUpSession()
    const first = (await upload(form({ avatar: picture() }))).body.user.avatarUrl ?? ''
    const gif = Buffer.from('GIF89a...')
    const second = (await upload(form({ avatar: picture(gif) }))).body.user.avatarUrl ?? ''
    expect(second).not.toBe(first)
    expect((await read(first)).status).toBe(404)
    // The type is that of its bytes, not what the client says.
    expect((await read(second)).headers.get('Content-Type')).toBe('image/gif')
  })

  test('is nobody’s before it is sent', async () => {
    const { read } = await setUpSession()
    expect((await read()).status).toBe(404)
  })
})

describe('refused, and nothing is kept:', () => {
  test.each<[string, () => RequestInit['body'], Record<string, string>, number, string]>([
    [
      'a page that calls itself a picture',
      () => form({ avatar: picture(Buffer.from('<html>')) }),
      {},
      415,
      'UNSUPPORTED_PICTURE',
    ],
    [
      'an SVG, which may hold a script',
      () => form({ avatar: picture(Buffer.from('<svg>'), 'image/svg+xml') }),
      {},
      415,
      'UNSUPPORTED_PICTURE',
    ],
    ['an empty file', () => form({ avatar: picture(Buffer.alloc(0)) }), {}, 415, 'UNSUPPORTED_PICTURE'],
    ['another field', () => form({ file: picture() }), {}, 400, 'INVALID_BODY'],
    ['a text in its place', () => form({ avatar: 'a.png' }), {}, 400, 'INVALID_BODY'],
    ['JSON', () => '{}', { 'Content-Type': 'application/json' }, 415, 'UNSUPPORTED_CONTENT_TYPE'],
    ['the bytes alone', () => PNG, { 'Content-Type': 'image/png' }, 415, 'UNSUPPORTED_CONTENT_TYPE'],
    [
      'half a form',
      () => '--x\r\nContent-Disp',
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      400,
      'INVALID_BODY',
    ],
    [
      '11 MB',
      () => form({ avatar: picture(Buffer.concat([PNG, Buffer.alloc(11 * 1024 * 1024)])) }),
      {},
      413,
      'BODY_TOO_LARGE',
    ],
    ['no session', () => form({ avatar: picture() }), { Authorization: '' }, 401, 'SESSION_MISSING'],
  ])('%s', async (_, body, headers, status, code) => {
    const { upload, read, events } = await setUpSession()
    const answer = await upload(body(), headers)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect((await read()).status).toBe(404)
    expect(events.map(({ type }) => type)).not.toContain('failure')
  })

  test('one whose session ends while the bytes travel', async () => {
    const { url, headers, events } = await setUpSession()
    const encoded = new Response(form({ avatar: picture() }))
    const type = encoded.headers.get('Content-Type') ?? ''
    const bytes = Buffer.from(await encoded.arrayBuffer())
    const upload = request(`${url}/me/avatar`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': type },
    })
    upload.write(bytes.subarray(0, 100))
    // The server has looked at the session by the time that it answers what came later.
    await fetch(`${url}/public`)
    await fetch(`${url}/control/expire-sessions`, { method: 'POST' })
    upload.end(bytes.subarray(100))
    const [response] = (await once(upload, 'response')) as [{ statusCode: number; resume: () => void }]
    response.resume()
    expect(response.statusCode).toBe(401)
    await until(() => events.some((event) => event.type === 'request' && event.path === '/me/avatar'))
    expect(events.map(({ type: happened }) => happened)).not.toContain('avatarUpdated')
  })
})
