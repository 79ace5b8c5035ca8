import process from 'node:process'
import { createWorld } from '../es/testing.mjs'
import { isLogin, isServed, serve, SERVER_SETTINGS } from './backend.mjs'
import { load } from './bundle.mjs'

const BASE_URL = 'https://api.example.com'
/** ms on the phone's clock, after which what has not ended never will: twice the longest time-out of the platform. */
const PATIENCE = 120_000
const MINUTE = 60_000
/** A loop: no scenario needs a third of that. */
const ENDLESS = 300

/** Plays one scenario with one library, on a phone of its own. `code` is the library's bundle. */
export async function storm({ file, dialect }, code, scenario) {
  const { session, latency, oneTokenPerUser = false, trouble = () => undefined, play, recovers } = scenario
  let nth = 0
  const world = createWorld({
    // The limit on how often wx.login may be called would hide how often it is called.
    callsPerSecond: Infinity,
    latency({ name, options: { url = '' } }) {
      if (name !== 'request') return name === 'login' ? 10 : 5
      return isLogin(url) ? 20 : (latency?.(Number(/\/(\d+)\/?$/.exec(url)?.[1] ?? 0), ++nth) ?? 10)
    },
    server: { ...SERVER_SETTINGS, oneTokenPerUser },
  })
  const backend = serve(world, dialect)
  const { history } = world
  complete(world.wx)
  world.install()
  try {
    if (session !== 'none') {
      // A login gave it, and so a session_key that wx.checkSession finds good.
      world.wechat.createCode()
      await world.until(Promise.resolve(load(code, file).prepare(world.server.issue(), BASE_URL)))
      if (session === 'expired') world.server.expireAll()
      await world.advance(1000)
      world.restart()
      complete(world.wx)
    }
    nth = 0
    history.clear()
    const end = trouble(world, backend)
    const send = load(code, file).connect(BASE_URL)
    const ends = []
    const errors = []

    /** Settles in any case, but for the one that hangs. */
    function request(id, origin = BASE_URL) {
      const index = ends.push('hanging') - 1
      return new Promise((resolve) => resolve(send(`${origin}/orders/${id}`))).then(
        (value) => void (ends[index] = isServed(value) || origin !== BASE_URL ? 'served' : 'wrong'),
        (error) => {
          ends[index] = 'rejected'
          errors.push(error ?? {})
        },
      )
    }
    const settled = () => !ends.includes('hanging')

    let isPlayed = false
    void Promise.resolve(play({ request, clock: world.clock })).then(() => (isPlayed = true))
    await pass(world, () => isPlayed && settled())
    const result = {
      logins: history.logins(),
      sends: history.sends().length,
      checks: history.count('checkSession'),
      open: mostOpen(history),
      leaked: history.sends('other.example.org').some(({ token }) => token !== null),
      isEndless: isLoop(world),
      ends: [...ends],
      errors,
    }
    if (recovers) {
      end()
      await advance(world, MINUTE)
      ends.length = 0
      void request(99)
      await pass(world, settled)
      result.next = ends[0]
    }
    return result
  } finally {
    world.uninstall()
  }
}

/** What the phone does not have, and some libraries call when they are loaded. */
function complete(wx) {
  for (const event of ['Open', 'Message', 'Error', 'Close']) wx[`onSocket${event}`] = () => undefined
  wx.getSystemInfoSync = () => ({ SDKVersion: '3.17.0', platform: 'android' })
}

/** Time passes until it is done, and a moment more, for what comes late. */
async function pass(world, isDone) {
  const start = world.clock.now()
  while (!isDone() && world.clock.now() - start < PATIENCE && !isLoop(world)) await advance(world, 10)
  await advance(world, 1000)
}

const isLoop = ({ history }) => history.sends().length > ENDLESS

/** On a phone, what a callback throws goes to the console, and the app goes on. */
async function advance(world, ms) {
  const until = world.clock.now() + ms
  while (world.clock.now() < until && !isLoop(world)) {
    await world.advance(Math.min(10, until - world.clock.now())).catch(() => undefined)
  }
}

/** The most calls of wx.request that had not ended, whether the platform had begun them or not. */
function mostOpen({ steps }) {
  const open = new Set()
  let most = 0
  for (const { type, name, call } of steps) {
    if (name !== 'request') continue
    if (type === 'call') open.add(call)
    if (type === 'end') open.delete(call)
    most = Math.max(most, open.size)
  }
  return most
}

/** Runs it without what libraries write to the console, or reject with nobody listening. */
export async function silently(work) {
  const { log, info, warn, error } = console
  const ignore = () => undefined
  Object.assign(console, { log: ignore, info: ignore, warn: ignore, error: ignore })
  process.on('unhandledRejection', ignore)
  try {
    return await work()
  } finally {
    Object.assign(console, { log, info, warn, error })
    process.off('unhandledRejection', ignore)
  }
}
