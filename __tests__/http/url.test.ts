import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { originOf, resolveURL, withQuery } from '../../src/http/url'

const BASE = 'https://api.mine.com/v1'

test.each([
  ['https://api.mine.com', 'https://api.mine.com'],
  ['https://api.mine.com/orders?x=1#y', 'https://api.mine.com'],
  ['HTTPS://API.mine.COM/orders', 'https://api.mine.com'],
  ['https://api.mine.com:443/', 'https://api.mine.com'],
  ['http://api.mine.com:80/', 'http://api.mine.com'],
  ['http://127.0.0.1:8080/login', 'http://127.0.0.1:8080'],
  ['http://[::1]:8080/login', 'http://[::1]:8080'],
])('%s has the origin %s', (url, origin) => {
  expect(originOf(url)).toBe(origin)
})

describe('an address that two parsers could read in two ways has no origin, and gets no token', () => {
  test.each([
    '',
    '/orders',
    '//evil.com',
    'https:\\\\evil.com',
    'https:/evil.com',
    'https:evil.com',
    'https://api.mine.com@evil.com',
    'https://api.mine.com:443@evil.com',
    'https://api.mine.com\\@evil.com',
    'https://api.mine.com\\.evil.com',
    'https://api.mine.com\t.evil.com',
    'https://api.mine.com\n',
    ' https://api.mine.com',
    '\thttps://api.mine.com',
    'ht\ntps://api.mine.com',
    'https://api.mine.com%2eevil.com',
    'https://api.mine。com',
    'https://api.mine.com:',
    'https://api.mine.com:x',
    'https://api.mine.com;evil.com',
    'https://*.mine.com',
    'javascript:alert(1)',
    'wss://api.mine.com',
    'ftp://api.mine.com',
  ])('%j', (url) => {
    expect(originOf(url)).toBeNull()
  })
})

test.each([
  'https://evil',
  'https://api.mine.com.evil',
  'http://api.mine.com',
  'https://api.mine.com.',
  'https://mine.com',
  'HTTPS://EVIL.com',
])('%s is another origin', (url) => {
  expect(originOf(url)).not.toBe('https://api.mine.com')
})

test('what has our origin here has it for a WHATWG parser too, whatever is put around it', () => {
  const trusted = 'https://api.mine.com'
  const piece = fc.constantFrom(
    ...[
      'https:',
      'http:',
      'HTTPS:',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '.',
      '443',
      '80',
      '\t',
      '\n',
      ' ',
      '%',
      '?',
      '#',
    ],
    ...['[', ']', 'evil.com', 'api.mine.com', trusted],
  )
  let hits = 0
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 3 }), fc.array(piece, { maxLength: 5 }), (before, after) => {
      const url = [...before, trusted, ...after].join('')
      if (originOf(url) !== trusted) return
      hits++
      expect(new URL(url).origin).toBe(trusted)
    }),
    { numRuns: 5000 },
  )
  expect(hits).toBeGreaterThan(100)
})

test('whatever the relative URL, the request goes to the host of baseURL', () => {
  const piece = fc.constantFrom('/', '//', '\\', '@', ':', 'evil.com', '..', '%2f', '\t', '?', '#', '.', 'a')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const url = resolveURL(BASE, pieces.join(''))
      if (originOf(url) === 'https://api.mine.com') expect(new URL(url).host).toBe('api.mine.com')
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['/orders', 'https://api.mine.com/v1/orders'],
  ['orders', 'https://api.mine.com/v1/orders'],
  ['?page=2', 'https://api.mine.com/v1?page=2'],
  ['', 'https://api.mine.com/v1'],
  ['//other.com/x', 'https://other.com/x'],
  ['https://other.com/x', 'https://other.com/x'],
  ['/搜索?q=a b', 'https://api.mine.com/v1/搜索?q=a b'],
  ['/\\evil.com', 'https://api.mine.com/v1/\\evil.com'],
  ['\\\\evil.com', 'https://api.mine.com/v1/\\\\evil.com'],
  ['/\t/evil.com', 'https://api.mine.com/v1/\t/evil.com'],
])('%j is resolved to %j', (url, resolved) => {
  expect(resolveURL(BASE, url)).toBe(resolved)
})

test('a slash at the end of baseURL is not doubled', () => {
  expect(resolveURL('https://api.mine.com/', '/orders')).toBe('https://api.mine.com/orders')
})

test.each([
  ['https://a.example/x', 'https://a.example/x?t%3D=1%262'],
  ['https://a.example/x?y=1', 'https://a.example/x?y=1&t%3D=1%262'],
  ['https://a.example/x?', 'https://a.example/x?t%3D=1%262'],
  ['https://a.example/x?y=1&', 'https://a.example/x?y=1&t%3D=1%262'],
  ['https://a.example/x#top?', 'https://a.example/x?t%3D=1%262#top?'],
])('a parameter is added to %s before the fragment, encoded once', (url, expected) => {
  expect(withQuery(url, 't=', '1&2')).toBe(expected)
})

test.each(['%74oken=2', 'tok%65n=2&a=%', 'token', 'token=2&token=3'])(
  'a parameter takes the place of those that a server reads as the same: %s',
  (query) => {
    const url = withQuery(`https://a.example/x?b=1&${query}&%=4&b+token=5`, 'token', '1')
    expect(new URL(url).searchParams.getAll('token')).toEqual(['1'])
    expect(url).toMatch(/\?b=1&(a=%&)?%=4&b\+token=5&token=1$/)
  },
)

test('a blank in a name may be written in two ways', () => {
  expect(withQuery('https://a.example/x?my+token=2&my%20token=3', 'my token', '1')).toBe(
    'https://a.example/x?my%20token=1',
  )
})
