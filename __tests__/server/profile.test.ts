import { describe, expect, test } from '@jest/globals'
import { MOCK_CODE } from '../../examples/server/stand-in/platform'
import { seal } from '../../examples/server/stand-in/seal'
import { signData } from '../../examples/server/wechat/crypto'
import { setUp } from './support'

async function setUpSession(user = '小明') {
  const context = await setUp()
  const { token } = (await context.login(user)).body
  const readUserInfo = async (name = user) => {
    const { rawData, signature, encryptedData, iv } = (await context.wx('user-info', { user: name })).body
    return { rawData, signature, encryptedData, iv }
  }
  return { ...context, token, readUserInfo }
}

describe('POST /me/profile', () => {
  test('takes userInfo as it comes from the client', async () => {
    const { api, token } = await setUpSession()
    const userInfo = { nickName: '小明👨‍👩‍👧', avatarUrl: 'https://example.com/a.png', gender: 1 }
    const { status, body } = await api.post('/me/profile', { userInfo }, token)
    expect(status).toBe(200)
    expect(body.user).toMatchObject({ nickName: '小明👨‍👩‍👧', avatarUrl: 'https://example.com/a.png' })
    expect((await api.get('/me', token)).body.user).toEqual(body.user)
  })

  test('takes signed and encrypted data', async () => {
    const { api, token, readUserInfo } = await setUpSession()
    const { status, body } = await api.post('/me/profile', await readUserInfo(), token)
    expect(status).toBe(200)
    expect(body.user.nickName).toBe('小明')
  })

  test('tells that the session_key has been replaced since', async () => {
    const { api, wx, token, readUserInfo, events } = await setUpSession()
    await wx('rotate-session-key', { user: '小明' })
    expect(await api.post('/me/profile', await readUserInfo(), token)).toMatchObject({
      status: 409,
      body: { code: 'SESSION_KEY_STALE' },
    })
    expect(events).toContainEqual(expect.objectContaining({ type: 'sessionKeyStale' }))
  })

  test('a login between tap and upload makes the data stale; a new reading fits again', async () => {
    const { api, login, readUserInfo } = await setUpSession()
    const before = await readUserInfo()
    const { token } = (await login('小明')).body
    expect((await api.post('/me/profile', before, token)).body.code).toBe('SESSION_KEY_STALE')
    expect((await api.post('/me/profile', await readUserInfo(), token)).status).toBe(200)
  })

  test('a forged signature does not pass', async () => {
    const { api, token, readUserInfo } = await setUpSession()
    const data = { ...(await readUserInfo()), signature: '0'.repeat(40) }
    expect((await api.post('/me/profile', data, token)).body.code).toBe('SESSION_KEY_STALE')
  })

  test('encrypted data is read with the key of the session, not of the user who made it', async () => {
    const { api, login, readUserInfo } = await setUpSession('小明')
    const { token } = (await login('小红')).body
    expect((await api.post('/me/profile', await readUserInfo('小明'), token)).status).toBe(409)
  })
})

describe('POST /me/phone', () => {
  test('takes a phone code and answers with the number masked', async () => {
    const { api, wx, token } = await setUpSession()
    const { code } = (await wx('phone-number', { user: '小明' })).body
    const { status, body } = await api.post('/me/phone', { code }, token)
    expect(status).toBe(200)
    expect(body.user.phoneNumber).toMatch(/^138\*{4}\d{4}$/)
  })

  test('takes encrypted data of older clients, with the same result', async () => {
    const { api, wx, token } = await setUpSession()
    const { code, encryptedData, iv } = (await wx('phone-number', { user: '小明' })).body
    const byCode = await api.post('/me/phone', { code }, token)
    const byData = await api.post('/me/phone', { encryptedData, iv }, token)
    expect(byData.status).toBe(200)
    expect(byData.body).toEqual(byCode.body)
  })

  test('a phone code works once and is no reason to log in again', async () => {
    const { api, wx, token } = await setUpSession()
    const { code } = (await wx('phone-number', { user: '小明' })).body
    await api.post('/me/phone', { code }, token)
    expect(await api.post('/me/phone', { code }, token)).toMatchObject({
      status: 422,
      body: { code: 'CODE_USED' },
    })
  })

  test('a number belongs to one account: who shows it takes it over', async () => {
    const { api, wx, login, token } = await setUpSession()
    const show = async (session: string) =>
      api.post('/me/phone', { code: (await wx('phone-number', { user: '小明' })).body.code }, session)
    await show(token)
    const { token: next } = (await login('小红')).body
    const { phoneNumber } = (await show(next)).body.user
    expect(phoneNumber).toMatch(/^138/)
    expect((await api.get('/me', next)).body.user.phoneNumber).toBe(phoneNumber)
    expect((await api.get('/me', token)).body.user.phoneNumber).toBeNull()
    // And back, which it keeps when it is shown again.
    await show(token)
    await show(token)
    expect((await api.get('/me', token)).body.user.phoneNumber).toBe(phoneNumber)
    expect((await api.get('/me', next)).body.user.phoneNumber).toBeNull()
  })

  test('a login code is not a phone code', async () => {
    const { api, getCode, token } = await setUpSession()
    const code = await getCode('小明')
    expect((await api.post('/me/phone', { code }, token)).body.code).toBe('CODE_INVALID')
  })

  test.each([40001, 42001])('renews the access token when WeChat answers %i', async (errcode) => {
    const { api, wx, token, scriptWeChat } = await setUpSession()
    await scriptWeChat([errcode], 'getuserphonenumber')
    const { code } = (await wx('phone-number', { user: '小明' })).body
    expect((await api.post('/me/phone', { code }, token)).status).toBe(200)
  })

  test('an access token that is refused twice is not renewed for ever', async () => {
    const { api, wx, token, scriptWeChat } = await setUpSession()
    await scriptWeChat([40001, 40001, 40001, 40001], 'getuserphonenumber')
    const { code } = (await wx('phone-number', { user: '小明' })).body
    expect((await api.post('/me/phone', { code }, token)).body.code).toBe('WECHAT_ERROR')
  })

  test('tells that the session_key has been replaced since', async () => {
    const { api, wx, token } = await setUpSession()
    await wx('rotate-session-key', { user: '小明' })
    const { encryptedData, iv } = (await wx('phone-number', { user: '小明' })).body
    expect(await api.post('/me/phone', { encryptedData, iv }, token)).toMatchObject({
      status: 409,
      body: { code: 'SESSION_KEY_STALE' },
    })
  })

  test('user data in the place of a phone number is told apart', async () => {
    const { api, token, readUserInfo } = await setUpSession()
    const { encryptedData, iv } = await readUserInfo()
    expect(await api.post('/me/phone', { encryptedData, iv }, token)).toMatchObject({
      status: 422,
      body: { code: 'UNEXPECTED_DATA' },
    })
  })
})

describe('data with the right key but of the wrong origin', () => {
  const phone = { purePhoneNumber: '5551234', countryCode: '1' }
  const profile = { nickName: '小明', avatarUrl: '' }

  async function setUpForger() {
    const { appid, api, exchange } = await setUp()
    const { openid, session_key } = await exchange(MOCK_CODE)
    const { token } = (await api.post('/login', { code: MOCK_CODE })).body
    return {
      appid,
      openid,
      sendPhone: (data: object) => api.post('/me/phone', seal(data, session_key), token),
      sendProfile: (data: object) => {
        const signature = signData('{}', session_key)
        return api.post('/me/profile', { rawData: '{}', signature, ...seal(data, session_key) }, token)
      },
    }
  }

  test('the control case passes', async () => {
    const { appid, openid, sendPhone, sendProfile } = await setUpForger()
    const watermark = { appid, timestamp: 1 }
    expect((await sendPhone({ ...phone, watermark })).body.user.phoneNumber).toBe('****34')
    expect((await sendProfile({ ...profile, openId: openid, watermark })).body.user.nickName).toBe('小明')
  })

  test('a watermark of another mini program is refused', async () => {
    const { openid, sendPhone, sendProfile } = await setUpForger()
    const watermark = { appid: 'wx_other', timestamp: 1 }
    const refusal = { status: 422, body: { code: 'WATERMARK_MISMATCH' } }
    expect(await sendPhone({ ...phone, watermark })).toMatchObject(refusal)
    expect(await sendProfile({ ...profile, openId: openid, watermark })).toMatchObject(refusal)
  })

  test.each([{}, { watermark: {} }, { watermark: null }, [], 'text', null, 1])(
    'data without a watermark is refused: %j',
    async (data) => {
      const { sendPhone } = await setUpForger()
      expect(await sendPhone(data as object)).toMatchObject({
        status: 422,
        body: { code: 'UNEXPECTED_DATA' },
      })
    },
  )

  test("another user's data is refused", async () => {
    const { appid, sendProfile } = await setUpForger()
    const answer = await sendProfile({ ...profile, openId: 'o_other', watermark: { appid, timestamp: 1 } })
    expect(answer).toMatchObject({ status: 403, body: { code: 'OPENID_MISMATCH' } })
  })
})

test('no answer of any route holds a session_key', async () => {
  const { api, wx, exchange } = await setUp()
  const { session_key } = await exchange(MOCK_CODE)

  const login = await api.post('/login', { code: MOCK_CODE })
  const { token } = login.body
  const info = (await wx('user-info', { user: 'developer' })).body
  const { code, encryptedData, iv } = (await wx('phone-number', { user: 'developer' })).body
  const profile = {
    rawData: info.rawData,
    signature: info.signature,
    encryptedData: info.encryptedData,
    iv: info.iv,
  }
  const answers = [
    login,
    await api.get('/me', token),
    await api.post('/me/profile', profile, token),
    await api.post('/me/profile', { ...profile, signature: '0'.repeat(40) }, token),
    await api.post('/me/phone', { code }, token),
    await api.post('/me/phone', { encryptedData, iv }, token),
    await api.get('/orders', token),
    await api.get('/public'),
    await api.post('/bind', { ticket: token, name: 'x' }),
    await api.post('/logout', undefined, token),
    await wx('user-info', { user: 'developer' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 409, 200, 200, 200, 200, 410, 204, 200])
  for (const { text, headers } of answers) {
    expect(text + JSON.stringify([...headers])).not.toContain(session_key)
    expect(text).not.toMatch(/session_?key"/i)
  }
})
