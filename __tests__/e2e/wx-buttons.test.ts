import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type RunningServer, startServer } from '../../examples/server/start'
import {
  createPhone,
  createWx,
  obligingUser,
  type Display,
  type Phone,
  type TimelineEntry,
} from '../../examples/simulator/wx'
import { call } from './wx-call'

const NO_CONSENT = 'privacy permission is not authorized'

interface Answer {
  errMsg?: string
  errno?: number
  code?: string
  encryptedData?: string
  iv?: string
  avatarUrl?: string
  userInfo?: { nickName: string }
}

let server: RunningServer
let phone: Phone
let shown: unknown[]
let answers: { permission: boolean; privacy: boolean; avatar: number | null }
let entries: TimelineEntry[]
let simulated: ReturnType<typeof createWx>

const display: Display = {
  ...obligingUser,
  permission(question) {
    shown.push(question)
    return Promise.resolve(answers.permission)
  },
  privacy(contract) {
    shown.push(contract)
    return Promise.resolve(answers.privacy)
  },
  avatar: (pictures) => Promise.resolve(answers.avatar === null ? null : (pictures[answers.avatar] ?? null)),
}

beforeAll(async () => {
  server = await startServer({ port: 0, databasePath: ':memory:', control: true })
})

afterAll(() => server.close())

beforeEach(() => {
  if (!server.standIn) throw new Error('the server has no stand-in')
  const { url: standInURL, appid: appId } = server.standIn
  phone = createPhone()
  shown = []
  answers = { permission: true, privacy: true, avatar: 1 }
  entries = []
  const record = (entry: TimelineEntry) => entries.push(entry)
  simulated = createWx({ standInURL, appId, user: '小茶', phone, display, record })
})

const tap = (openType: keyof typeof simulated.buttons) => simulated.buttons[openType].ask() as Promise<Answer>

/** The app’s session with its backend, as a function that posts with it. */
async function logIn() {
  const outcome = await call<{ code: string }>((callbacks) => simulated.wx.login(callbacks))
  if (!('result' in outcome)) throw new Error(outcome.failure.errMsg)
  const { token } = (await post('/login', { code: outcome.result.code })) as { token: string }
  return (path: string, body: object) => post(path, body, token)
}

async function post(path: string, body: object, token?: string): Promise<object> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }
  const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, ...((await response.json()) as object) }
}

describe('the phone number button', () => {
  test('shows the number without its middle, and gives a code and the encrypted form', async () => {
    const { errMsg, code, encryptedData, iv } = await tap('getPhoneNumber')
    expect(errMsg).toBe('getPhoneNumber:ok')
    expect([code, encryptedData, iv]).toEqual([expect.any(String), expect.any(String), expect.any(String)])
    expect(shown).toEqual([expect.objectContaining({ subject: expect.stringMatching(/^138\*{4}\d{4}$/) })])
    const recorded = JSON.stringify(entries)
    for (const secret of [code, encryptedData, iv]) expect(recorded).not.toContain(secret)
  })

  test('of an old client gives the encrypted form only, and the realtime one a code only', async () => {
    phone.setOldClient(true)
    expect(Object.keys(await tap('getPhoneNumber')).sort()).toEqual(['encryptedData', 'errMsg', 'iv'])
    expect(Object.keys(await tap('getRealtimePhoneNumber')).sort()).toEqual(['code', 'errMsg'])
  })

  test('tells of a denial', async () => {
    answers.permission = false
    expect(await tap('getPhoneNumber')).toEqual({ errMsg: 'getPhoneNumber:fail user deny' })
    expect(await tap('getRealtimePhoneNumber')).toEqual({ errMsg: 'getRealtimePhoneNumber:fail user deny' })
  })

  test('encrypts with the session_key of the moment: one that was replaced since the login does not fit', async () => {
    phone.setOldClient(true)
    const send = await logIn()
    const fitting = await tap('getPhoneNumber')
    expect(await send('/me/phone', { encryptedData: fitting.encryptedData, iv: fitting.iv })).toMatchObject({
      status: 200,
    })
    await fetch(`${server.url}/control/rotate-session-keys`, { method: 'POST' })
    expect(await call((callbacks) => simulated.wx.checkSession(callbacks))).toMatchObject({
      failure: { errMsg: expect.stringContaining('-13001') },
    })
    const stale = await tap('getPhoneNumber')
    expect(await send('/me/phone', { encryptedData: stale.encryptedData, iv: stale.iv })).toMatchObject({
      status: 409,
    })
  })
})

describe('the other buttons', () => {
  test('getUserInfo gives the anonymous profile once the user allows it', async () => {
    expect(await tap('getUserInfo')).toMatchObject({
      errMsg: 'getUserInfo:ok',
      userInfo: { nickName: '微信用户' },
      rawData: expect.any(String),
      signature: expect.any(String),
      encryptedData: expect.any(String),
      iv: expect.any(String),
    })
    answers.permission = false
    expect(await tap('getUserInfo')).toEqual({ errMsg: 'getUserInfo:fail auth deny' })
  })

  test('chooseAvatar gives the picture that was chosen, or tells that none was', async () => {
    const second = await tap('chooseAvatar')
    expect(second).toEqual({ avatarUrl: expect.stringContaining('/client/avatar?name=') })
    answers.avatar = 0
    expect((await tap('chooseAvatar')).avatarUrl).not.toBe(second.avatarUrl)
    answers.avatar = null
    expect(await tap('chooseAvatar')).toEqual({ errMsg: 'chooseAvatar:fail cancel' })
  })

  test('openSetting needs no gesture of its own: the tap on it is one', async () => {
    expect(await tap('openSetting')).toEqual({ errMsg: 'openSetting:ok', authSetting: {} })
  })
})

describe('without a consent to the privacy contract', () => {
  beforeEach(() => phone.setPrivacyAgreed(false))

  const needed = () => call<object>((callbacks) => simulated.wx.getPrivacySetting(callbacks))

  test('WeChat asks for it, and a refusal is the failure of what needs it', async () => {
    answers.privacy = false
    expect(await needed()).toMatchObject({ result: { needAuthorization: true } })
    for (const name of ['getPhoneNumber', 'getRealtimePhoneNumber', 'chooseAvatar'] as const)
      expect(await tap(name)).toEqual({ errMsg: `${name}:fail ${NO_CONSENT}`, errno: 104 })
    expect(await call((callbacks) => simulated.wx.requirePrivacyAuthorize(callbacks))).toEqual({
      failure: { errMsg: `requirePrivacyAuthorize:fail ${NO_CONSENT}`, errno: 104 },
    })
    await expect(simulated.suggestNickname()).rejects.toMatchObject({ errno: 104 })
    expect(await tap('getUserInfo')).toMatchObject({ errMsg: 'getUserInfo:ok' })
  })

  test('a consent holds for all that comes after it', async () => {
    expect(await tap('chooseAvatar')).toMatchObject({ avatarUrl: expect.any(String) })
    expect(shown).toHaveLength(1)
    expect(await tap('chooseAvatar')).toMatchObject({ avatarUrl: expect.any(String) })
    expect(shown).toHaveLength(1)
    expect(await needed()).toMatchObject({ result: { needAuthorization: false } })
    await expect(simulated.suggestNickname()).resolves.toBe('小茶')
  })

  test('an app that listens asks itself; the last listener wins, and only the tap on its button is a consent', async () => {
    const { onNeedPrivacyAuthorization } = simulated.wx
    onNeedPrivacyAuthorization(() => shown.push('the first listener'))
    onNeedPrivacyAuthorization((resolve) => resolve({ event: 'agree', buttonId: 'agree' }))
    expect(await tap('chooseAvatar')).toMatchObject({ errno: 104 })
    onNeedPrivacyAuthorization((resolve, { referrer }) => {
      shown.push(referrer)
      void simulated.buttons.agreePrivacyAuthorization.ask().then(() => resolve({ event: 'agree' }))
    })
    expect(await tap('chooseAvatar')).toMatchObject({ avatarUrl: expect.any(String) })
    expect(shown).toEqual(['chooseAvatar'])
  })
})
