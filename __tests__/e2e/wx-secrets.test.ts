import { expect, test } from '@jest/globals'
import { createWx, mask, type TimelineEntry } from '../../examples/simulator/wx'
import { call } from './wx-call'

const SECRET = 'Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy'

test('what the panel shows has no query, no phone number and no long secret in it', () => {
  expect(mask('request:fail invalid url "/a?token=abc"')).toBe('request:fail invalid url "/a?…"')
  expect(mask('/users/13812345678/orders')).toBe('/users/138****5678/orders')
  expect(mask(`/sessions/${SECRET}`)).toBe('/sessions/Zm9v…')
})

test('what is no secret stays as it is', () => {
  for (const text of ['/me/orders', 'request:fail net::ERR_INTERNET_DISCONNECTED', 'timeout of 60000 ms'])
    expect(mask(text)).toBe(text)
})

test('a secret in a path or in the key of the storage does not get into the timeline', async () => {
  const entries: TimelineEntry[] = []
  const record = (entry: TimelineEntry) => entries.push(entry)
  const { wx } = createWx({ standInURL: 'http://127.0.0.1:1', appId: 'wx1', user: 'u', record })
  wx.setStorageSync(SECRET, 1)
  const url = `http://127.0.0.1:1/sessions/${SECRET}?token=${SECRET}`
  await call((callbacks) => wx.request({ url, header: { Authorization: `Bearer ${SECRET}` }, ...callbacks }))
  expect(entries).toHaveLength(3)
  expect(JSON.stringify(entries)).not.toContain(SECRET)
})
