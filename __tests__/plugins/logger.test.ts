import { afterEach, describe, expect, jest, test } from '@jest/globals'
import type { Middleware } from '../../src/http/middleware'
import type { AuthOptions } from '../../src/options'
import { logger, type LoggerOptions } from '../../src/plugins/logger'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes, type World } from '../support/phone'

let world: World | undefined
afterEach(() => {
  world?.uninstall()
  jest.restoreAllMocks()
})

/** A sink whose functions need their `this`, as those of the platform's log manager do. */
class Sink {
  lines: string[] = []
  info(line: string) {
    this.lines.push(`info ${line}`)
  }
  warn(line: string) {
    this.lines.push(`warn ${line}`)
  }
  error(line: string) {
    this.lines.push(`error ${line}`)
  }
}

/** An app where nothing has happened yet; an answer takes 100 ms. */
function cold(options: LoggerOptions = {}, authOptions: Partial<AuthOptions> = {}, more: Middleware[] = []) {
  const sink = new Sink()
  const phone = createWorld({ latency: 100 })
  world = phone
  phone.install()
  const auth = phone.auth({ ...authOptions, use: [logger({ sink, ...options }), ...more] })
  return { world: phone, auth, sink, lines: sink.lines }
}

/** An app that is logged in. */
async function warm(options: LoggerOptions = {}, more: Middleware[] = []) {
  const sink = new Sink()
  const app = await loggedIn({ use: [logger({ sink, ...options }), ...more] }, { latency: 100 })
  world = app.world
  app.world.install()
  sink.lines.length = 0
  return { ...app, sink, lines: sink.lines }
}

test('a first request, as it is logged', async () => {
  const { world, auth, lines } = cold()
  await world.until(auth.request({ url: '/orders', method: 'POST' }))
  expect(lines).toEqual([
    'info login anonymous',
    'info login loggingIn',
    'info login authenticated',
    'info POST /orders 200 301 ms',
  ])
})

describe('a request', () => {
  test.each([
    [204, 'info'],
    [304, 'info'],
    [400, 'warn'],
    [503, 'warn'],
  ])('with status %d is %s', async (statusCode, level) => {
    const { world, auth, lines } = await warm()
    world.server.route('/a', () => ({ statusCode }))
    await world.until(auth.request({ url: '/a' }))
    expect(lines).toEqual([`${level} GET /a ${statusCode} 100 ms`])
  })

  test('that rejects is a warning with the code', async () => {
    const { world, auth, lines } = await warm()
    world.script('request', { outcome: 'fail', latency: 20 })
    await world.until(outcomes([auth.request({ url: '/a' })]))
    expect(lines).toEqual(['warn GET /a NETWORK 20 ms'])
  })

  test('is one line, however often it is sent', async () => {
    const { world, auth, lines } = await warm()
    world.server.expireAll()
    await world.until(auth.request({ url: '/a' }))
    expect(lines.filter((line) => line.includes('/a'))).toEqual(['info GET /a 200 400 ms'])
  })

  test.each([
    ['nothing', undefined, 'UNKNOWN'],
    ['null', null, 'UNKNOWN'],
    ['an error without a code', new Error('secret'), 'UNKNOWN'],
    ['a code that is no text', { code: Symbol('secret') }, 'UNKNOWN'],
    ['a code of its own', { code: 'MINE' }, 'MINE'],
    [
      'what cannot be read',
      {
        get code() {
          throw new Error('secret')
        },
      },
      'UNKNOWN',
    ],
  ])('that rejects with %s is a warning, too', async (_, reason, code) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it may
    const { world, auth, lines } = await warm({}, [() => Promise.reject(reason)])
    await world.until(outcomes([auth.request({ url: '/a' })]))
    expect(lines).toEqual([`warn GET /a ${code} 0 ms`])
  })

  test('as an upload or a download has the method of that', async () => {
    const { world, auth, lines } = await warm()
    await world.until(auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'file' }))
    await world.until(auth.downloadFile({ url: '/a' }))
    expect(lines).toEqual(['info POST /a 200 100 ms', 'info GET /a 200 100 ms'])
  })
})

describe('the URL', () => {
  test.each([
    ['https://user:pass@files.example.com/x', 'https://files.example.com/x'],
    ['https:\\\\user:pass@files.example.com/x', 'https://files.example.com/x'],
    ['https:/\\user:pass@files.example.com/x', 'https://files.example.com/x'],
    ['//user:p@ss;word@files.example.com/x', '//files.example.com/x'],
    ['https://files.example.com/x?mail=a@b', 'https://files.example.com/x'],
    ['/users/13800138000/orders', '/users//orders'],
    ['/users/+86-138-0013-8000', '/users/+'],
    ['/users/138 0013 8000/a', '/users//a'],
    ['/users/(138)0013.8000', '/users/('],
    ['/users/138%2D0013%2d8000', '/users/'],
    ['/users/138%200013%208000/a', '/users//a'],
    ['/users/1380013%38000', '/users/'],
    ['/users/%31%33%38%30%30%31%33%38%30%30%30', '/users/'],
    ['/users/138001?380000&token=secret', '/users/138001'],
    ['/orders/2024/11/21/20001', '/orders/2024/11/21/20001'],
    ['/goods/%E6%89%8B%E6%9C%BA%E5%8F%B7/1234567890', '/goods/%E6%89%8B%E6%9C%BA%E5%8F%B7/1234567890'],
    ['http://127.0.0.1:30000/x', 'http://127.0.0.1:30000/x'],
    ['/files/3f2504e0-4f89-11d3-9a0c-0305e82c3301', '/files/3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ])('%s is logged as %s', async (url, logged) => {
    const answer: Middleware = () => Promise.resolve({ statusCode: 200, data: '', header: {} })
    const { world, auth, lines } = await warm({}, [answer])
    await world.until(auth.request({ url, auth: 'none' }))
    expect(lines).toEqual([`info GET ${logged} 200 0 ms`])
  })
})

describe('the login', () => {
  test('that fails is an error with the code', async () => {
    const { world, auth, lines } = cold({ level: 'error' })
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    await world.until(outcomes([auth.ensureLogin()]))
    expect(lines).toEqual(['error login SERVER_UNAVAILABLE'])
  })

  test('every state is a line', async () => {
    const { world, auth, lines } = await warm()
    auth.invalidate('token-1')
    await world.until(auth.logout())
    expect(lines).toEqual(['info login anonymous', 'info login loggedOut'])
  })

  test('a warning is one, with the code', async () => {
    const { world, auth, lines } = cold({ level: 'warn' })
    world.script('setStorage', { outcome: 'fail' })
    await world.until(auth.ensureLogin())
    await world.advance(1000)
    expect(lines).toEqual(['warn login STORAGE_FAILED'])
  })
})

describe('the level', () => {
  test.each([
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ] as const)('%s logs %j', async (level, levels) => {
    const { world, auth, lines } = cold({ level })
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    await world.until(outcomes([auth.request({ url: '/a' })]))
    expect([...new Set(lines.map((line) => line.split(' ')[0]))].sort()).toEqual([...levels].sort())
  })
})

test('without a sink it is the console', async () => {
  const info = jest.spyOn(console, 'info').mockImplementation(() => undefined)
  world = createWorld()
  world.install()
  const auth = world.auth({ use: [logger()] })
  await world.until(auth.request({ url: '/public', auth: 'none' }))
  expect(info).toHaveBeenCalledWith('GET /public 200 10 ms')
})

test('no secret is logged, whatever happens', async () => {
  const { world, auth, lines } = cold({}, { token: { query: 'sid' }, logout: '/logout' }, [
    (request, next) =>
      request.url.startsWith('/broken') ? Promise.reject(new Error('quotes token-1')) : next(request),
  ])
  world.server.route('/orders', () => ({
    data: { phone: '13800000000' },
    header: { 'Set-Cookie': 'token-9' },
  }))
  await world.until(
    outcomes([
      auth.request({ url: '/users/13800000000/orders?code=code-1', data: { code: 'code-1' } }),
      auth.request({ url: '/orders;jsessionid=token-1', header: { a: 'token-1' } }),
      auth.request({ url: '/orders#token-2' }),
      auth.request({ url: '/broken' }),
    ]),
  )
  world.script('login', { outcome: 'fail', errMsg: 'code-7' })
  await world.until(outcomes([auth.login({ force: true }), auth.logout(), auth.request({ url: '/a' })]))
  expect(lines.length).toBeGreaterThan(8)
  expect(lines.join('\n')).not.toMatch(/token-|code-|138|sid=/)
})

describe('an option that is wrong is refused at once', () => {
  test.each([
    ['a level that is none', { level: 'debug' }, '`level` must be info, warn or error'],
    ['a sink without all three', { sink: { info() {}, warn() {} } }, '`sink` must be like console'],
    ['a sink that is none', { sink: null }, '`sink` must be like console'],
    ['a misspelt name', { sinks: console }, '`sinks` is unknown'],
  ])('%s', (_, options, message) => {
    const making = () => logger(options as never)
    expect(making).toThrow(`logger: ${message}`)
    expect(making).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
  })
})
