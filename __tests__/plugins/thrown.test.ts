import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const ROOT = join(__dirname, '../..')

// What a function of the app throws is a rejection that nobody handles, which a mini program hands to
// App.onUnhandledRejection. Jest would fail the test for it, so this is a process of its own, with the built files.
function run(script: string): unknown {
  const setup = `
    const [{ createWorld }, { createAuth }] = ['es/testing.cjs', 'miniprogram_dist/index.js'].map((file) => require('./' + file))
    const plugin = (name) => require('./miniprogram_dist/plugins/' + name)
    const mine = () => { throw new Error('mine') }
    const seen = { unhandled: [] }
    process.on('unhandledRejection', ({ message }) => seen.unhandled.push(message))
    const world = createWorld()
    world.install()
    const start = (...use) => createAuth({ baseURL: 'https://api.example.com', login: '/login', use })
    const main = async () => { ${script} }
    main().then(() => console.log(JSON.stringify(seen)))`
  return JSON.parse(execFileSync(process.execPath, ['-e', setup], { cwd: ROOT, encoding: 'utf8' }))
}

test('a `report` that throws harms no request', () => {
  const seen = run(`
    const { metrics } = plugin('metrics')
    const auth = start(metrics((metric) => metric.kind === 'request' && mine()))
    seen.statusCode = (await world.until(auth.request({ url: '/a' }))).statusCode`)
  expect(seen).toEqual({ statusCode: 200, unhandled: ['mine'] })
})

test('a `sink` that throws harms no request', () => {
  const seen = run(`
    const { logger } = plugin('logger')
    const auth = start(logger({ level: 'warn', sink: { info: mine, warn: mine, error: mine } }))
    world.server.route('/a', () => ({ statusCode: 404 }))
    seen.statusCode = (await world.until(auth.request({ url: '/a' }))).statusCode`)
  expect(seen).toEqual({ statusCode: 404, unhandled: ['mine'] })
})

test('a listener of a socket that throws stops no other', () => {
  const seen = run(`
    const { connectSocket } = plugin('socket')
    const listeners = {}
    const on = (name) => (listener) => { listeners[name] = listener }
    const task = { send: ({ data }) => { seen.sent = data }, onOpen: on('open'), onMessage: on('message'), onError: on('error'), onClose: on('close') }
    const socket = connectSocket(start(), { url: '/live', wx: { connectSocket: () => task } })
    socket.onOpen(mine)
    socket.onOpen(() => { seen.isOpen = true })
    socket.onMessage(({ data }) => { seen.received = data })
    socket.send({ data: 'a' })
    await world.advance(500)
    listeners.open({})
    listeners.message({ data: 'b' })
    await world.advance(1)`)
  expect(seen).toEqual({ isOpen: true, received: 'b', sent: 'a', unhandled: ['mine'] })
})
