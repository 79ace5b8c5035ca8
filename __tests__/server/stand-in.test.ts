import { describe, expect, test } from '@jest/globals'
import { startStandIn } from '../../examples/server/stand-in/start'
import { decryptData, signData } from '../../examples/server/wechat/crypto'
import { cleanUp, post, send, setUp } from './support'

async function setUpStandIn() {
  const standIn = await startStandIn({ appid: 'wx1', secret: 's' })
  cleanUp(() => standIn.close())
  const { url } = standIn
  const session = (query: Record<string, string>) =>
    send(`${url}/sns/jscode2session?${new URLSearchParams(query).toString()}`)
  return { url, session }
}

const VALID = { appid: 'wx1', secret: 's', js_code: 'made-up', grant_type: 'authorization_code' }

describe('the server API', () => {
  test('answers code2Session as WeChat does: status 200, text/plain, no errcode on success', async () => {
    const { url, session } = await setUpStandIn()
    const { code } = (await post(`${url}/client/login`, { appid: 'wx1', user: '小明' })).body
    const { status, headers, text } = await session({ ...VALID, js_code: code })
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toMatch(/^text\/plain/)
    const answer = JSON.parse(text) as Record<string, string>
    expect(Object.keys(answer).sort()).toEqual(['openid', 'session_key', 'unionid'])
    expect(answer.openid).toMatch(/^o[\w-]{27}$/)
    expect(Buffer.from(answer.session_key ?? '', 'base64')).toHaveLength(16)
  })

  test.each([
    ['an unknown code', VALID, 40029],
    ['no appid', { ...VALID, appid: '' }, 41002],
    ['another appid', { ...VALID, appid: 'wx2' }, 40013],
    ['no secret', { ...VALID, secret: '' }, 41004],
    ['another secret', { ...VALID, secret: 'x' }, 40125],
    ['no code', { ...VALID, js_code: '' }, 41008],
    ['another grant type', { ...VALID, grant_type: 'x' }, 40002],
  ])('refuses %s', async (_, query, errcode) => {
    const { session } = await setUpStandIn()
    const { status, headers, text } = await session(query)
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toMatch(/^text\/plain/)
    expect(JSON.parse(text)).toEqual({ errcode, errmsg: expect.any(String) })
  })

  test('answers what was scripted, and then the truth', async () => {
    const { url, session } = await setUpStandIn()
    await post(`${url}/client/faults`, { codes: [-1, 45011, 0] })
    const errcodes = []
    for (let n = 0; n < 4; n += 1) {
      errcodes.push((JSON.parse((await session(VALID)).text) as { errcode: number }).errcode)
    }
    expect(errcodes).toEqual([-1, 45011, 40029, 40029])
  })

  test('hands out one access token until it is refreshed by force', async () => {
    const { url } = await setUpStandIn()
    const ask = async (extra: object = {}) => {
      const body = { grant_type: 'client_credential', appid: 'wx1', secret: 's', ...extra }
      return JSON.parse((await post(`${url}/cgi-bin/stable_token`, body)).text) as Record<string, unknown>
    }
    const first = await ask()
    expect(first).toEqual({ access_token: expect.any(String), expires_in: 7200 })
    expect((await ask()).access_token).toBe(first.access_token)
    expect((await ask({ force_refresh: true })).access_token).not.toBe(first.access_token)
    expect(await ask({ secret: 'x' })).toMatchObject({ errcode: 40125 })
  })

  test.each(['nonsense', 'null', '[]', '1'])('takes the body %s for bad data', async (body) => {
    const { url } = await setUpStandIn()
    const { status, text } = await send(`${url}/cgi-bin/stable_token`, { method: 'POST', body })
    expect(status).toBe(200)
    expect((JSON.parse(text) as { errcode: number }).errcode).not.toBe(0)
  })
})

describe("the phone's side", () => {
  test('user data is signed and encrypted with the session_key of the last code', async () => {
    const { wx, getCode, exchange, appid, clock } = await setUp()
    const { openid, session_key } = await exchange(await getCode('小明'))
    const { rawData, signature, encryptedData, iv, userInfo } = (await wx('user-info', { user: '小明' })).body
    expect(signature).toBe(signData(rawData, session_key))
    expect(JSON.parse(rawData)).toEqual(userInfo)
    expect(decryptData({ encryptedData, iv }, session_key)).toMatchObject({
      openId: openid,
      nickName: '小明',
      watermark: { appid, timestamp: clock.now / 1000 },
    })
  })

  test('user data is anonymous if asked for so, as with WeChat today', async () => {
    const { wx } = await setUp()
    expect((await wx('user-info', { user: '小明', anonymous: true })).body.userInfo.nickName).toBe('微信用户')
  })

  test('checkSession holds for the last code only, and until the key is replaced', async () => {
    const { wx, getCode } = await setUp()
    const check = async () => (await wx('check-session', { user: '小明' })).body.valid
    expect(await check()).toBe(false)
    await getCode('小明')
    expect(await check()).toBe(true)
    await getCode('小红')
    expect(await check()).toBe(true)
    await wx('rotate-session-key', { user: '小明' })
    expect(await check()).toBe(false)
  })

  test('a code stands for the session_key of its time, which a login replaces unless told otherwise', async () => {
    const { wx, exchange } = await setUp()
    const login = async (extra: object = {}) => (await wx('login', { user: '小明', ...extra })).body.code
    const codes = [await login(), await login(), await login({ keepSessionKey: true })]
    const keys: string[] = []
    for (const code of codes) keys.push((await exchange(code)).session_key)
    expect(keys[1]).not.toBe(keys[0])
    expect(keys[2]).toBe(keys[1])
  })

  test('a user has one openid, and two users have two', async () => {
    const { getCode, exchange } = await setUp()
    const openids: string[] = []
    for (const user of ['小明', '小明', '小红']) openids.push((await exchange(await getCode(user))).openid)
    expect(openids[1]).toBe(openids[0])
    expect(openids[2]).not.toBe(openids[0])
  })

  test('another appid is refused', async () => {
    const { url } = await setUpStandIn()
    const answer = await post(`${url}/client/login`, { appid: 'wx2', user: '小明' })
    expect(answer).toMatchObject({ status: 400, body: { code: 'APPID_UNKNOWN' } })
  })

  test('draws avatars that tell users apart, as pictures that a server takes', async () => {
    const { url } = await setUpStandIn()
    const draw = (name: string) => send(`${url}/client/avatar?name=${encodeURIComponent(name)}`)
    const { text, headers } = await draw('小茶')
    expect(headers.get('Content-Type')).toBe('image/png')
    expect(text).toContain('PNG')
    expect((await draw('小茶')).text).toBe(text)
    expect((await draw('小明')).text).not.toBe(text)
  })

  test.each(['http://localhost:8080', 'http://127.0.0.1:9000'])(
    'a page of %s may call it',
    async (Origin) => {
      const { url } = await setUpStandIn()
      const preflight = await send(`${url}/client/login`, {
        method: 'OPTIONS',
        headers: {
          Origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      })
      expect(preflight.status).toBe(204)
      expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(Origin)
      const answer = await post(`${url}/client/login`, { appid: 'wx1', user: '小明' }, { Origin })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(Origin)
    },
  )

  test.each(['https://example.com', 'http://localhost.example.com', 'null'])(
    'a page of %s may not',
    async (Origin) => {
      const { url } = await setUpStandIn()
      const answer = await post(`${url}/client/login`, { appid: 'wx1', user: '小明' }, { Origin })
      expect(answer).toMatchObject({ status: 403, body: { code: 'FOREIGN_ORIGIN' } })
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull()
    },
  )
})
