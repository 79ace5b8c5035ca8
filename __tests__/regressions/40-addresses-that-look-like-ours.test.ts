import { expect, test } from '@jest/globals'
import { outcomes } from '../support/phone'
import { loggedIn } from './support'

const ADDRESSES = [
  ...[
    'https://evil.com',
    'http://evil.com/',
    '//evil.com',
    '///evil.com',
    'https:\\\\evil.com',
    'https:/\\evil.com',
  ],
  ...[
    'https://api.example.com@evil.com',
    'https://api.example.com:443@evil.com',
    'https://api.example.com%40evil.com',
  ],
  ...['https://api.example.com.evil.com', 'https://api.example.comevil.com', 'https://evilapi.example.com'],
  ...[
    'HTTPS://evil.com',
    'hTTpS://EVIL.com',
    'ht\ntps://evil.com',
    'https://\tevil.com',
    '\thttps://evil.com',
  ],
  ...[
    'https://api.example.com\\@evil.com',
    'https://api.example.com\\.evil.com',
    'https://api.example.com\n.evil.com',
  ],
  ...[
    'https://api.example.com:444',
    'http://api.example.com',
    'https://api.example.com:80',
    'javascript:alert(1)',
  ],
  ...[
    'https:evil.com',
    'https:///evil.com',
    'https://evil.com#api.example.com',
    'https://evil.com?https://api.example.com/',
  ],
  ...[
    'https://аpi.example.com',
    'https://api。example.com',
    'https://api.example.com.',
    'https://[::1]',
    'ftp://api.example.com',
  ],
]

test.each(ADDRESSES)('%j gets no token (CVE-2025-27152)', async (url) => {
  const { world, auth } = await loggedIn()
  const modes = [undefined, 'required', 'optional'] as const
  await world.until(outcomes(modes.map((mode) => auth.request({ url, ...(mode && { auth: mode }) }))))
  for (const sent of world.history.sends()) {
    // What is appended to `baseURL` stays behind its host, whatever it holds.
    if (sent.url.startsWith('https://api.example.com/')) continue
    expect(JSON.stringify(sent)).not.toContain('token-1')
  }
})

test('ours, however it is written, does get it', async () => {
  const { world, auth } = await loggedIn()
  const urls = [
    '/a',
    'a',
    'https://api.example.com/a',
    'HTTPS://API.EXAMPLE.COM/a',
    '//api.example.com/a',
    'https://api.example.com:443/a',
  ]
  await world.until(Promise.all(urls.map((url) => auth.request({ url }))))
  expect(world.history.sends().map(({ token }) => token)).toEqual(urls.map(() => 'token-1'))
})
