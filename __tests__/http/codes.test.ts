import { describe, expect, test } from '@jest/globals'
import type { AuthError } from '../../src/index'
import type { NetworkName } from '../../src/platform/transport'
import { loggedIn } from '../support/logged-in'
import { outcomes } from '../support/phone'

/** What a request rejects with when wx fails so. A POST: an interruption is its end. */
async function failing(errMsg: string, errno?: number, name: NetworkName = 'request') {
  const { world, auth } = await loggedIn()
  world.script(name, { outcome: 'fail', errMsg, errno })
  const file = { url: '/files', filePath: 'wxfile://a', name: 'file', retry: false }
  const task = name === 'request' ? auth.request({ url: '/orders', method: 'POST' }) : auth[name](file)
  const [error] = await world.until(outcomes([task as Promise<unknown>]))
  return error as AuthError
}

// PLATFORM: the number counts, as texts are localized.
const BY_NUMBER: Array<[number, string]> = [
  [5, 'TIMEOUT'],
  [600001, 'NETWORK'],
  [600002, 'DOMAIN_NOT_ALLOWED'],
  [600003, 'INTERRUPTED'],
  [600007, 'NETWORK'],
  [600008, 'NETWORK'],
  [600009, 'INVALID_OPTIONS'],
  [600010, 'INVALID_OPTIONS'],
]

// As seen in the field. Before base library 2.24.0 there is nothing else.
const BY_TEXT: Array<[string, string]> = [
  ['timeout', 'TIMEOUT'],
  ['请求超时', 'TIMEOUT'],
  ['请求超时。', 'TIMEOUT'],
  ['要求逾時。', 'TIMEOUT'],
  ['The request timed out.', 'TIMEOUT'],
  ['socket time out timeout:60000', 'TIMEOUT'],
  ['-7:net::ERR_TIMED_OUT', 'TIMEOUT'],
  ['errcode:-118 cronet_error_code:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT', 'TIMEOUT'],
  ['似乎已断开与互联网的连接。', 'NETWORK'],
  ['The Internet connection appears to be offline.', 'NETWORK'],
  ['网络连接已中断。', 'NETWORK'],
  ['網絡連線中斷。', 'NETWORK'],
  ['目前不允许数据连接。', 'NETWORK'],
  ['无法连接服务器。', 'NETWORK'],
  ['未能找到使用指定主机名的服务器。', 'NETWORK'],
  ['发生了SSL错误，无法建立与该服务器的安全连接。', 'NETWORK'],
  ['未能完成操作。（kCFErrorDomainCFNetwork错误310。）', 'NETWORK'],
  ['ssl hand shake error', 'NETWORK'],
  ['request unknow host error', 'NETWORK'],
  ['Unable to resolve host "api.example.com": No address associated with hostname', 'NETWORK'],
  ['-2:net::ERR_FAILED', 'NETWORK'],
  ['-103:net::ERR_CONNECTION_ABORTED', 'NETWORK'],
  ['Software caused connection abort', 'NETWORK'],
  ['errcode:-202 cronet_error_code:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID', 'NETWORK'],
  ['network exceed max task count', 'NETWORK'],
  ['network reach the max redirect count', 'NETWORK'],
  ['什么都不像', 'NETWORK'],
  ['url not in domain list', 'DOMAIN_NOT_ALLOWED'],
  ['https://api.example.com 不在以下 request 合法域名列表中', 'DOMAIN_NOT_ALLOWED'],
  ['interrupted', 'INTERRUPTED'],
  ['request:fail:interrupted', 'INTERRUPTED'],
  ['createRequestTask:fail:interrupted', 'INTERRUPTED'],
  ['invalid url "/orders"', 'INVALID_OPTIONS'],
  ['invalid url "https://api.example.com/abort/timeout"', 'INVALID_OPTIONS'],
  ['abort', 'ABORTED'],
]

describe('a failure of wx has a code', () => {
  test.each(BY_NUMBER)('by its number, whatever the text says: %i is %s', async (errno, code) => {
    for (const text of [
      '',
      '未知错误',
      'timeout',
      'abort',
      'interrupted',
      'invalid url',
      'url not in domain list',
    ]) {
      expect(await failing(text, errno)).toMatchObject({ name: 'AuthError', code, errno })
    }
  })

  test.each(BY_TEXT)('by its text, where there is no number: %j is %s', async (text, code) => {
    const error = await failing(text)
    expect(error).toMatchObject({ name: 'AuthError', code })
    expect(error.errno).toBeUndefined()
  })

  test('by its text, where the number says nothing', async () => {
    expect(await failing('请求超时。', 600000)).toMatchObject({ code: 'TIMEOUT', errno: 600000 })
  })

  test.each(['uploadFile', 'downloadFile'] as const)('of %s, too', async (name) => {
    expect(await failing('请求超时。', undefined, name)).toMatchObject({ code: 'TIMEOUT' })
    expect(await failing('', 600002, name)).toMatchObject({ code: 'DOMAIN_NOT_ALLOWED' })
    expect(await failing('uploadFile 合法域名校验出错', undefined, name)).toMatchObject({
      code: 'DOMAIN_NOT_ALLOWED',
    })
    expect(await failing('ssl hand shake error', undefined, name)).toMatchObject({ code: 'NETWORK' })
  })
})

describe('and what wx said', () => {
  test('word for word: errMsg, errno, and the whole as the cause', async () => {
    const error = await failing('似乎已断开与互联网的连接。', 600001)
    const said = { errMsg: 'request:fail 似乎已断开与互联网的连接。', errno: 600001 }
    expect(error).toMatchObject(said)
    expect(error.cause).toEqual(said)
    expect(error.message).toContain(said.errMsg)
    expect(error.message).toContain('600001')
  })

  test('without a number there is none', async () => {
    const error = await failing('timeout')
    expect(error.cause).toEqual({ errMsg: 'request:fail timeout' })
    expect(error.message).not.toContain('undefined')
  })

  test('with fields that nobody knows yet', async () => {
    const { world } = await loggedIn()
    const failure = { errMsg: 'request:fail ssl', errno: 600001, errCode: -202, exception: { retryCount: 1 } }
    const request = ({ fail }: { fail?: (failed: object) => void }) => fail?.(failure)
    const auth = world.auth({ wx: { ...world.wx, request } })
    const [error] = await world.until(outcomes([auth.request({ url: '/public', auth: 'none' })]))
    expect((error as AuthError).cause).toEqual(failure)
  })

  test.each([
    'invalid url "https://api.example.com/orders?sid=SECRET&a=1"',
    "url not in domain list: 'https://api.example.com/orders?a=1&sid=SECRET'",
    'https://api.example.com/?sid=SECRET 不在以下 request 合法域名列表中',
    'timeout https://api.example.com/orders?sid=SECRET#top and https://api.example.com/?b=SECRET',
    // encodeURIComponent leaves the apostrophe, and nobody has to encode a blank.
    `invalid url "https://api.example.com/search?q=O'Brien&sid=SECRET"`,
    'invalid url "https://api.example.com/search?q=green tea&sid=SECRET"',
    'invalid url "https://api.example.com/search?q="tea"\n&sid=SECRET"',
  ])('but for queries, which may hold a token: %j', async (text) => {
    const error = await failing(text, 600001)
    const everything = JSON.stringify([error, error.message, error.stack, error.cause, error.errMsg])
    expect(everything).not.toContain('SECRET')
    expect(error.errMsg).toContain('https://api.example.com/')
    expect(error.errMsg).toContain('?…')
  })

  test('also where another field of the failure quotes the address', async () => {
    const { world } = await loggedIn()
    const url = 'https://api.example.com/orders?sid=SECRET'
    const failure = { errMsg: 'request:fail', url, exception: { reasons: [{ errMsg: `refused ${url}` }] } }
    const request = ({ fail }: { fail?: (failed: object) => void }) => fail?.(failure)
    const auth = world.auth({ wx: { ...world.wx, request } })
    const [error] = await world.until(outcomes([auth.request({ url: '/public', auth: 'none' })]))
    expect(JSON.stringify((error as AuthError).cause)).not.toContain('SECRET')
    expect(failure.url).toBe(url)
  })

  test('not in every depth: what holds itself has an end', async () => {
    const { world } = await loggedIn()
    const failure: Record<string, unknown> = { errMsg: 'request:fail' }
    failure.exception = failure
    const request = ({ fail }: { fail?: (failed: object) => void }) => fail?.(failure)
    const auth = world.auth({ wx: { ...world.wx, request } })
    const [error] = await world.until(outcomes([auth.request({ url: '/public', auth: 'none' })]))
    expect(JSON.stringify((error as AuthError).cause)).toMatch(/^\{"errMsg":"request:fail","exception":/)
  })
})
