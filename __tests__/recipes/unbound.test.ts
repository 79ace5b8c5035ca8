import { expect, jest, test } from '@jest/globals'
import { open } from './support'

test('the ticket leads to the bind page, and that to a session', async () => {
  jest.spyOn(console, 'warn').mockReturnValueOnce()
  const app = await open('unbound')
  const auth = app.start()
  await expect(auth.ensureLogin()).rejects.toMatchObject({ code: 'UNBOUND' })
  expect(app.seen.visits).toEqual(['/pages/bind/bind'])

  const page = app.page('pages/bind/bind')
  await page.call('onSubmit', { detail: { value: { name: '' } } })
  expect(page.data.problem).toBe('出错了，请重试')
  await page.call('onSubmit', { detail: { value: { name: '王小明' } } })
  expect(app.seen.visits).toEqual(['/pages/bind/bind', 'back'])
  expect(auth.session?.user).toMatchObject({ name: '王小明' })
  expect(app.logins()).toBe(1)

  app.forget()
  await app.expire()
  await auth.request({ url: '/orders' })
  expect(app.arrived()).toEqual(['GET /orders rejected', 'GET /login 200', 'GET /orders 200'])
})

test('a refusal has the text for the toast', async () => {
  jest.spyOn(console, 'warn').mockReturnValueOnce()
  const app = await open('unbound')
  await app.setLogins('fail')
  await expect(app.start().ensureLogin()).rejects.toMatchObject({
    code: 'LOGIN_REJECTED',
    message: '出错了，请重试',
  })
})
