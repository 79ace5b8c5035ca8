import { describe, expect, test } from '@jest/globals'
import { createPlaceToken } from '../../src/http/token'

const request = { url: 'https://a.example/x' }

test('header: under its name, with the prefix', () => {
  const place = createPlaceToken({ header: 'Authorization', prefix: 'Bearer ' })
  expect(place(request, 't')).toEqual({ ...request, header: { Authorization: 'Bearer t' } })
})

test('header: replaces the same header in another case, keeps the others, and leaves the caller’s object', () => {
  const header = { authorization: 'mine', 'x-trace': '1' }
  const place = createPlaceToken({ header: 'Authorization' })
  expect(place({ ...request, header }, 't').header).toEqual({ Authorization: 't', 'x-trace': '1' })
  expect(header).toEqual({ authorization: 'mine', 'x-trace': '1' })
})

test('query: a parameter of the URL', () => {
  expect(createPlaceToken({ query: 'token' })(request, 'a b').url).toBe('https://a.example/x?token=a%20b')
})

describe('data', () => {
  const place = createPlaceToken({ data: 'third_Session' })
  test('a plain object gets a parameter more, in a copy', () => {
    const data = { page: 1 }
    expect(place({ ...request, data }, 't').data).toEqual({ page: 1, third_Session: 't' })
    expect(data).toEqual({ page: 1 })
  })
  test('an object that is not plain is refused: a copy would be another', () => {
    expect(() => place({ ...request, data: new Date(0) }, 't')).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  })
})

test('cookie: behind the cookies that are there', () => {
  const place = createPlaceToken({ cookie: 'sid' })
  expect(place(request, 't').header).toEqual({ Cookie: 'sid=t' })
  expect(place({ ...request, header: { cookie: 'lang=zh' } }, 't').header).toEqual({
    Cookie: 'lang=zh; sid=t',
  })
})

test('a function does as it likes', () => {
  const place = createPlaceToken((wxRequest, token) => ({ ...wxRequest, header: { 'x-session': token } }))
  expect(place(request, 't')).toEqual({ ...request, header: { 'x-session': 't' } })
})

test('a function may write on all that it is given: the next send begins with what the app passed', () => {
  const place = createPlaceToken((given, token) => {
    const { header, data, formData } = given as { header: object; data?: { n: number[] }; formData?: object }
    Object.assign(header, { sign: JSON.stringify(given) })
    data?.n.push(2)
    if (formData) Object.assign(formData, { token, sign: JSON.stringify(formData) })
    return given
  })
  const sent = { ...request, header: { a: '1' }, data: { n: [1] }, formData: { album: '7', tags: ['a'] } }
  const before = structuredClone(sent)
  expect(place(sent, 't')).toEqual(place(sent, 't'))
  expect(sent).toEqual(before)
  // What was not there is not there.
  expect(place(request, 't')).not.toHaveProperty('formData')
})
