import { describe, expect, test } from '@jest/globals'
import { setUp } from './support'

async function setUpUnbound(user = '小明') {
  const context = await setUp({ requireBinding: true })
  const { ticket } = (await context.login(user)).body.unbound
  return { ...context, ticket }
}

const MINUTES = 60_000

describe('with account binding', () => {
  test('a WeChat user without an account gets a ticket, and no token', async () => {
    const { login } = await setUp({ requireBinding: true })
    const { status, body } = await login('小明')
    expect(status).toBe(200)
    expect(body).toEqual({ unbound: { ticket: expect.stringMatching(/^[\w-]{43}$/) } })
  })

  test('the ticket and a name open an account, a session and later logins', async () => {
    const { api, login, ticket } = await setUpUnbound()
    const { status, body } = await api.post('/bind', { ticket, name: '王小明' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ expiresIn: 7200, user: { name: '王小明' } })
    expect((await api.get('/me', body.token)).body.user.name).toBe('王小明')
    expect((await login('小明')).body.user.id).toBe(body.user.id)
  })

  test('a ticket works once', async () => {
    const { api, ticket } = await setUpUnbound()
    await api.post('/bind', { ticket, name: '王小明' })
    expect(await api.post('/bind', { ticket, name: '另一个' })).toMatchObject({
      status: 410,
      body: { code: 'TICKET_INVALID' },
    })
  })

  test('a ticket lives ten minutes', async () => {
    const { api, ticket, clock } = await setUpUnbound()
    clock.now += 10 * MINUTES
    expect((await api.post('/bind', { ticket, name: '王小明' })).status).toBe(410)
  })

  test('a name that is taken joins nobody, and leaves the ticket usable', async () => {
    const { api, login, ticket } = await setUpUnbound()
    await api.post('/bind', { ticket, name: '王小明' })
    const other = (await login('小红')).body.unbound.ticket
    expect(await api.post('/bind', { ticket: other, name: '王小明' })).toMatchObject({
      status: 409,
      body: { code: 'NAME_TAKEN' },
    })
    expect((await api.post('/bind', { ticket: other, name: '小红' })).status).toBe(200)
  })

  test('a second ticket of the same user cannot bind a second account', async () => {
    const { api, login, ticket } = await setUpUnbound()
    const second = (await login('小明')).body.unbound.ticket
    await api.post('/bind', { ticket, name: '王小明' })
    expect(await api.post('/bind', { ticket: second, name: '另一个' })).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_BOUND' },
    })
  })

  test('a phone number that WeChat vouches for opens an account', async () => {
    const { api, wx, ticket } = await setUpUnbound()
    const phoneCode = (await wx('phone-number', { user: '小明' })).body.code
    const { body } = await api.post('/bind', { ticket, phoneCode })
    expect(body.user.phoneNumber).toMatch(/^138\*{4}\d{4}$/)
  })

  test('a phone number joins the account that has it', async () => {
    const { api, login, wx, ticket } = await setUpUnbound()
    const phoneCode = async () => (await wx('phone-number', { user: '小明' })).body.code
    const first = await api.post('/bind', { ticket, phoneCode: await phoneCode() })
    const second = (await login('小明的另一个微信')).body.unbound.ticket
    const joined = await api.post('/bind', { ticket: second, phoneCode: await phoneCode() })
    expect(joined.body.user.id).toBe(first.body.user.id)
  })

  test('a bad phone code leaves the ticket usable', async () => {
    const { api, ticket } = await setUpUnbound()
    expect(await api.post('/bind', { ticket, phoneCode: 'made-up' })).toMatchObject({
      status: 422,
      body: { code: 'CODE_INVALID' },
    })
    expect((await api.post('/bind', { ticket, name: '王小明' })).status).toBe(200)
  })
})
