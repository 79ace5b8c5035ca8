import { afterEach, describe, expect, test } from '@jest/globals'
import type { AuthOptions } from '../../src/options'
import { connectSocket, type Socket, type SocketOptions } from '../../src/plugins/socket'
import { isAuthError } from '../../src/auth-error'
import { createWorld, outcomes, type World } from '../support/phone'
import { createSockets } from '../support/sockets'

let world: World | undefined
afterEach(() => world?.uninstall())

/** An app with a socket, and what it was told, in order. */
function start(options: Partial<SocketOptions> = {}, authOptions: Partial<AuthOptions> = {}) {
  const phone = createWorld()
  world = phone
  phone.install()
  const sockets = createSockets(phone)
  const auth = phone.auth(authOptions)
  const connect = (more: Partial<SocketOptions> = {}) => {
    const socket = connectSocket(auth, { url: '/live', wx: sockets, ...options, ...more })
    return { socket, ...listening(socket) }
  }
  return { world: phone, sockets, auth, connect }
}

function listening(socket: Socket) {
  const told: string[] = []
  const errors: unknown[] = []
  socket.onOpen(() => told.push('open'))
  socket.onMessage(({ data }) => told.push(`message ${data as string}`))
  socket.onError((error) => {
    told.push('error')
    errors.push(error)
  })
  socket.onClose(({ code, reason }) => told.push(`close ${code} ${reason}`.trim()))
  return { told, errors }
}

/** The same, with the socket open. */
async function opened(options: Partial<SocketOptions> = {}, authOptions: Partial<AuthOptions> = {}) {
  const app = start(options, authOptions)
  const { socket, told, errors } = app.connect()
  await app.world.advance(500)
  expect(told.splice(0)).toEqual(['open'])
  const [connection] = app.sockets.connections
  if (!connection) throw new Error('there is no connection')
  return { ...app, socket, told, errors, connection }
}

describe('opening', () => {
  test('logs in first, and sends the session in the header', async () => {
    const { sockets, world } = await opened({ header: { 'x-app': 'demo' } })
    expect(world.history.logins()).toBe(1)
    expect(sockets.connections).toMatchObject([
      {
        url: 'wss://api.example.com/live',
        header: { 'x-app': 'demo', Authorization: 'Bearer token-1' },
        isOpen: true,
      },
    ])
  })

  test('logs in, whatever `auth` is by default: nobody is asked for a socket without a session', async () => {
    const { sockets } = await opened({}, { auth: 'optional' })
    expect(sockets.connections).toMatchObject([{ header: { Authorization: 'Bearer token-1' } }])
  })

  test.each(['wss://api.example.com/live', 'https://api.example.com/live', 'WSS://API.example.com/live'])(
    '%s is the same place',
    async (url) => {
      const { connection } = await opened({ url })
      expect(connection.url.toLowerCase()).toBe('wss://api.example.com/live')
      expect(connection.header.Authorization).toBe('Bearer token-1')
    },
  )

  test('an http backend of a developer has ws sockets', async () => {
    const { connection } = await opened(
      {},
      { baseURL: 'http://127.0.0.1:8080/api', login: () => Promise.resolve({ token: 'a' }) },
    )
    expect(connection.url).toBe('ws://127.0.0.1:8080/api/live')
  })

  test('another origin gets no token, and no socket', async () => {
    const { connect, sockets, world } = start()
    const { told, errors } = connect({ url: 'wss://other.example.com/live' })
    await world.advance(500)
    expect(told).toEqual(['error', 'close 1006'])
    expect(errors[0]).toMatchObject({ code: 'UNTRUSTED_ORIGIN' })
    expect(sockets.connections).toEqual([])
    expect(world.history.logins()).toBe(0)
  })

  test('passes on the options of wx.connectSocket, and not ours', async () => {
    const { connection } = await opened({ protocols: ['v1'], timeout: 5000, tcpNoDelay: true })
    expect(connection.options).toMatchObject({ protocols: ['v1'], timeout: 5000, tcpNoDelay: true })
    expect(connection.options.wx).toBeUndefined()
    expect(connection.options.redirect).toBeUndefined()
  })

  test('uses the global wx', async () => {
    const { world, sockets, connect } = start({ wx: undefined })
    Object.assign(world.wx, { connectSocket: sockets.connectSocket })
    connect()
    await world.advance(500)
    expect(sockets.connections).toHaveLength(1)
  })
})

describe('while it is open', () => {
  test('tells of messages and errors, and sends', async () => {
    const { world, socket, told, connection } = await opened()
    const ends: string[] = []
    connection.push('hello')
    connection.fail('onError:fail')
    socket.send({ data: 'a', success: ({ errMsg }) => ends.push(errMsg) })
    await world.advance(1)
    expect(told).toEqual(['message hello', 'error'])
    expect(connection.received).toEqual(['a'])
    expect(ends).toEqual(['sendSocketMessage:ok'])
  })

  test('a renewal of the session leaves it open', async () => {
    const { world, auth, connection } = await opened()
    await world.until(auth.login({ force: true }))
    await world.advance(100)
    expect(connection.isOpen).toBe(true)
  })

  test('a stored session, read while it waits, leaves it open', async () => {
    const { world, auth } = start()
    await world.until(auth.ensureLogin())
    await world.advance(2000)
    world.restart()
    const sockets = createSockets(world)
    const { told } = listening(connectSocket(world.auth(), { url: '/live', wx: sockets }))
    await world.advance(500)
    expect(told).toEqual(['open'])
    expect(world.history.logins()).toBe(1)
  })
})

describe('send', () => {
  test('before it is open, waits, in its order, and is what it was then', async () => {
    const { world, connect, sockets } = start()
    const { socket } = connect()
    const buffer = new Uint8Array([1, 2]).buffer
    const message = { data: buffer }
    socket.onOpen(() => socket.send({ data: 'third' }))
    socket.send({ data: 'first' })
    socket.send(message)
    new Uint8Array(buffer)[0] = 9
    await world.advance(500)
    const received = sockets.connections[0]?.received ?? []
    expect(
      received.map((data) => (typeof data === 'string' ? data : [...new Uint8Array(data as ArrayBuffer)])),
    ).toEqual(['first', [1, 2], 'third'])
    expect(message).toEqual({ data: buffer })
  })

  test('fails once the socket has ended', async () => {
    const { world, connect } = start()
    const { socket } = connect()
    const ends: string[] = []
    const message = (data: string) => ({
      data,
      success: () => ends.push(`${data} success`),
      fail: ({ errMsg }: { errMsg: string }) => ends.push(`${data} ${errMsg}`),
      complete: () => ends.push(`${data} complete`),
    })
    socket.send(message('waiting'))
    socket.send({ data: 'without callbacks' })
    socket.close()
    socket.send(message('late'))
    await world.advance(500)
    expect(ends).toEqual([
      'waiting sendSocketMessage:fail closed',
      'waiting complete',
      'late sendSocketMessage:fail closed',
      'late complete',
    ])
  })
})

describe('when the server closes because the session has ended', () => {
  test('one login, and the socket is open again, with its listeners and with what was sent meanwhile', async () => {
    const { world, connect, sockets } = start()
    const { socket, told } = connect()
    socket.send({ data: 'before' })
    await world.advance(500)
    world.server.expireAll()
    sockets.connections[0]?.end(4401)
    await world.advance(5)
    socket.send({ data: 'meanwhile' })
    await world.advance(500)
    const [, second] = sockets.connections
    expect(world.history.logins()).toBe(2)
    expect(sockets.connections).toHaveLength(2)
    expect(second).toMatchObject({ isOpen: true, received: ['meanwhile'] })
    expect(second?.header.Authorization).toBe('Bearer token-2')
    second?.push('hello')
    await world.advance(1)
    expect(told).toEqual(['open', 'open', 'message hello'])
  })

  test('with another login meanwhile, that one serves', async () => {
    const { world, auth, told, sockets, connection } = await opened()
    await world.until(auth.login({ force: true }))
    connection.end(4401)
    await world.advance(500)
    expect(world.history.logins()).toBe(2)
    expect(sockets.connections[1]?.header.Authorization).toBe('Bearer token-2')
    expect(told).toEqual(['open'])
  })

  test('again within a minute, it is the end', async () => {
    const { world, told, sockets, connection } = await opened()
    connection.end(4401)
    await world.advance(30_000)
    sockets.connections[1]?.end(4401, 'no')
    await world.advance(120_000)
    expect(told).toEqual(['open', 'close 4401 no'])
    expect(world.history.logins()).toBe(2)
    expect(sockets.connections).toHaveLength(2)
  })

  test('later than that, it is opened again', async () => {
    const { world, told, sockets, connection } = await opened()
    connection.end(4401)
    await world.advance(61_000)
    sockets.connections[1]?.end(4401)
    await world.advance(500)
    expect(told).toEqual(['open', 'open'])
    expect(world.history.logins()).toBe(3)
  })

  test('a platform that tells it twice does not open two', async () => {
    const { world, told, sockets, connection } = await opened()
    sockets.saysAllTwice = true
    connection.end(4401)
    await world.advance(500)
    expect(sockets.connections).toHaveLength(2)
    expect(told).toEqual(['open'])
  })

  test('a login that fails then is an error and the end', async () => {
    const { world, told, errors, sockets, connection } = await opened()
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    connection.end(4401)
    await world.advance(500)
    expect(told).toEqual(['error', 'close 1006'])
    expect(errors[0]).toMatchObject({ code: 'SERVER_UNAVAILABLE' })
    expect(sockets.connections).toHaveLength(1)
  })

  test.each([
    ['a code', 4000],
    ['a function', ({ reason }: { reason: string }) => reason === 'expired'],
  ])('%s may tell so', async (_, expiredCode) => {
    const { world, told, connection } = await opened({ expiredCode })
    connection.end(4000, 'expired')
    await world.advance(500)
    expect(told).toEqual(['open'])
    expect(world.history.logins()).toBe(2)
  })

  test('any other code is the end, and the session stays', async () => {
    const { world, told, connection } = await opened({ expiredCode: 4000 })
    connection.end(4401, 'other')
    await world.advance(500)
    expect(told).toEqual(['close 4401 other'])
    expect(world.history.logins()).toBe(1)
  })
})

describe('close', () => {
  test('before the login is over: nothing is opened, and the end is told once', async () => {
    const { world, connect, sockets } = start()
    const { socket, told } = connect()
    await world.advance(5)
    socket.close({ code: 1001, reason: 'leaving' })
    socket.close()
    await world.advance(500)
    expect(told).toEqual(['close 1001 leaving'])
    expect(sockets.connections).toEqual([])
  })

  test('before it is open: it is never told to be', async () => {
    const { world, connect, sockets } = start()
    const { socket, told } = connect()
    socket.send({ data: 'a' })
    while (sockets.connections.length === 0) await world.advance(1)
    socket.close()
    await world.advance(500)
    expect(told).toEqual(['close 1000'])
    expect(sockets.connections).toMatchObject([{ isOpen: false, closed: {}, received: [] }])
  })

  test('of an open one takes code and reason to the server, and ends at once', async () => {
    const { world, socket, told, connection } = await opened()
    socket.close({ code: 4000, reason: 'bye' })
    connection.push('late')
    await world.advance(500)
    expect(connection.closed).toEqual({ code: 4000, reason: 'bye' })
    expect(told).toEqual(['close 4000 bye'])
  })

  test('during the reopening ends that', async () => {
    const { world, socket, told, sockets, connection } = await opened()
    connection.end(4401)
    await world.advance(5)
    socket.close()
    await world.advance(500)
    expect(told).toEqual(['close 1000'])
    expect(sockets.connections).toHaveLength(1)
  })
})

describe('what fails', () => {
  test('a login: one error, which is the AuthError, and one end', async () => {
    const { world, connect } = start()
    world.script('login', { outcome: 'fail' })
    const { told, errors } = connect()
    await world.advance(500)
    expect(told).toEqual(['error', 'close 1006'])
    expect(isAuthError(errors[0], 'WX_LOGIN_FAILED')).toBe(true)
  })

  test.each([
    ['refuses', { errMsg: 'connectSocket:fail exceed max task count' }],
    ['throws', Object.assign(new Error('broken'), { errMsg: 'connectSocket:fail broken' })],
  ])('a wx.connectSocket that %s: one error, and one end', async (_, refusal) => {
    const { world, connect, sockets } = start()
    sockets.refusal = refusal
    const { told, errors } = connect()
    await world.advance(500)
    expect(told).toEqual(['error', 'close 1006'])
    expect(errors).toEqual([refusal])
  })

  test.each(['connectSocket:fail url not in domain list, ', 'connectSocket:fail '])(
    'quotes no token: %j',
    async (text) => {
      const { world, connect, sockets } = start({}, { token: { query: 'sid' } })
      sockets.refusal = { errMsg: `${text}wss://api.example.com/live?sid=token-1` }
      const { errors } = connect()
      await world.advance(500)
      expect(sockets.connections[0]?.url).toBe('wss://api.example.com/live?sid=token-1')
      expect(errors).toEqual([{ errMsg: `${text}wss://api.example.com/live?…` }])
    },
  )

  test('later quotes none, either', async () => {
    const { world, errors, connection } = await opened({}, { token: { query: 'sid' } })
    connection.fail(`handshake failed: wss://api.example.com/live?name=O'Brien x&sid=token-1`)
    await world.advance(10)
    expect(errors).toEqual([{ errMsg: 'handshake failed: wss://api.example.com/live?…' }])
  })

  test('without a text is told all the same', async () => {
    const { world, connect, sockets } = start()
    sockets.refusal = {} as { errMsg: string }
    const { told, errors } = connect()
    await world.advance(500)
    expect(told).toEqual(['error', 'close 1006'])
    expect(errors).toEqual([{ errMsg: '' }])
  })

  test('an `expiredCode` that throws: its error, the end, and what waits to be sent fails', async () => {
    const problem = new Error('mine')
    const expiredCode = () => {
      throw problem
    }
    const { world, connect, sockets } = start({ expiredCode })
    const { socket, told, errors } = connect()
    while (sockets.connections.length === 0) await world.advance(1)
    const ends: string[] = []
    const send = (data: string) => socket.send({ data, complete: ({ errMsg }) => ends.push(errMsg) })
    send('waiting')
    sockets.connections[0]?.end(1006, 'no')
    await world.advance(500)
    send('late')
    expect(told).toEqual(['error', 'close 1006 no'])
    expect(errors).toEqual([problem])
    expect(ends).toEqual(Array(2).fill('sendSocketMessage:fail closed'))
    expect(world.history.logins()).toBe(1)
  })

  test('a platform that tells of an error behind its refusal is not heard', async () => {
    const { world, connect, sockets } = start()
    sockets.refusal = { errMsg: 'connectSocket:fail' }
    const { told } = connect()
    while (sockets.connections.length === 0) await world.advance(1)
    await world.advance(1)
    sockets.connections[0]?.fail('late')
    await world.advance(500)
    expect(told).toEqual(['error', 'close 1006'])
  })

  // Jest fails a test that leaves a rejection to nobody.
  test('nobody needs to listen', async () => {
    const { world, auth, sockets } = start()
    world.script('login', { outcome: 'fail' })
    const socket = connectSocket(auth, { url: '/live', wx: sockets })
    await world.advance(500)
    expect(() => socket.send({ data: 'late' })).not.toThrow()
  })
})

describe('the session’s user leaves', () => {
  test('a logout closes it, and nothing of the former user is told any more', async () => {
    const { world, auth, told, connection } = await opened()
    connection.push('private')
    void auth.logout()
    await world.advance(500)
    expect(connection.closed).toBeDefined()
    expect(told).toEqual(['close 1000'])
  })

  test('a logout by the first listener: the second hears nothing of the former user, but of the end', async () => {
    const { world, auth, socket, told, connection } = await opened()
    const second: string[] = []
    socket.onMessage(() => void auth.logout())
    socket.onMessage(({ data }) => second.push(data as string))
    socket.onClose(({ code }) => second.push(String(code)))
    connection.push('private')
    await world.advance(500)
    expect(told).toEqual(['message private', 'close 1000'])
    expect(second).toEqual(['1000'])
  })

  test('a logout before it is open: it never is', async () => {
    const { world, auth, connect, sockets } = start()
    const { told } = connect()
    await world.advance(5)
    void auth.logout()
    await world.advance(500)
    expect(told).toEqual(['close 1000'])
    expect(sockets.connections).toEqual([])
  })

  test('a logout during the reopening: it is not opened again', async () => {
    const { world, auth, told, sockets, connection } = await opened()
    connection.end(4401)
    await world.advance(5)
    void auth.logout()
    await world.advance(500)
    expect(told).toEqual(['close 1000'])
    expect(sockets.connections).toHaveLength(1)
  })

  test('the server’s close at a logout is no reason to log in', async () => {
    const { world, auth, connection } = await opened()
    void auth.logout()
    connection.end(4401)
    await world.advance(500)
    expect(world.history.logins()).toBe(1)
    expect(auth.state.status).toBe('loggedOut')
  })

  test('setSession() closes it: the socket is the former user’s', async () => {
    const { world, auth, told, connection } = await opened()
    void auth.setSession({ token: 'token-of-another' }, { wechat: true })
    await world.advance(500)
    expect(connection.isOpen).toBe(false)
    expect(told).toEqual(['close 1000'])
  })

  test('setSession() during a renewal closes it, too', async () => {
    const { world, auth, told, connection } = await opened()
    void outcomes([auth.login({ force: true })])
    await world.advance(2)
    expect(auth.state.status).toBe('loggingIn')
    void auth.setSession({ token: 'token-of-another' }, { wechat: true })
    connection.push('private')
    await world.advance(500)
    expect(connection.isOpen).toBe(false)
    expect(told).toEqual(['close 1000'])
  })

  test('setSession() during the login that it waits for: it is never opened', async () => {
    const { world, auth, connect, sockets } = start()
    const { told } = connect()
    await world.advance(5)
    expect(auth.state.status).toBe('loggingIn')
    void auth.setSession({ token: 'token-of-another' }, { wechat: true })
    await world.advance(500)
    expect(sockets.connections).toEqual([])
    expect(told).toEqual(['close 1000'])
  })

  test('a login that finds no account closes it', async () => {
    let logins = 0
    const login = () => Promise.resolve(logins++ ? { unbound: 'ticket' } : { token: 'token-1' })
    const { world, auth, told, connection } = await opened({}, { login })
    await world.until(outcomes([auth.login({ force: true })]))
    await world.advance(500)
    expect(auth.state.status).toBe('unbound')
    expect(connection.isOpen).toBe(false)
    expect(told).toEqual(['close 1000'])
  })

  test('a socket that waits for a login that finds no account is told so', async () => {
    const { world, connect } = start({}, { login: () => Promise.resolve({ unbound: 'ticket' }) })
    const { told, errors } = connect()
    await world.advance(500)
    expect(told).toEqual(['error', 'close 1006'])
    expect(errors).toMatchObject([{ code: 'UNBOUND' }])
  })

  test('a setSession() between the login and the opening: no socket with the former token', async () => {
    const { world, auth, connect, sockets } = start()
    const { told } = connect()
    auth.on('login', () => void auth.setSession({ token: 'token-of-another' }, { wechat: true }))
    await world.advance(500)
    expect(sockets.connections).toEqual([])
    expect(told.at(-1)).toMatch(/^close/)
  })
})

test('a socket that has ended listens to the auth no longer', async () => {
  const { world, auth, sockets } = start()
  let listeners = 0
  const counting = Object.assign(Object.create(auth) as typeof auth, {
    subscribe(listener: Parameters<typeof auth.subscribe>[0]) {
      listeners++
      const stop = auth.subscribe(listener)
      return () => {
        listeners--
        stop()
      }
    },
  })
  const socket = connectSocket(counting, { url: '/live', wx: sockets })
  await world.advance(500)
  expect(listeners).toBe(1)
  socket.close()
  expect(listeners).toBe(0)
})

describe('an option that is wrong is refused at once', () => {
  test.each([
    ['no url', { url: undefined }, '`url` must be a string'],
    ['an expiredCode that is a string', { expiredCode: '4401' }, '`expiredCode` must be a code or function'],
    ['a wx without sockets', { wx: {} }, '`wx` must have connectSocket'],
    ['no wx at all', { wx: null }, '`wx` must have connectSocket'],
  ])('%s', (_, option, message) => {
    const { connect } = start()
    const connecting = () => connect(option as never)
    expect(connecting).toThrow(`connectSocket: ${message}`)
    expect(connecting).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
  })

  test('a phone that has no sockets', () => {
    const { connect } = start({ wx: undefined })
    expect(() => connect()).toThrow('`wx` must have connectSocket')
  })
})
