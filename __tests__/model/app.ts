import { createAuth, type Auth, type AuthEvents } from '../../src/index'
import type { WxCallbacks, WxFailure, WxPort } from '../../src/platform/wx-port'
import type { LaunchOptions } from '../../src/testing'
import { authOptions } from './auth-options'
import { wrapPages } from './pages'
import type { Launch } from './setup'
import { wrapButtons } from './taps'
import { moment, type Run } from './trace'

/** A new life of the app. What waited in the former one is gone with it. */
export function launch(run: Run, { prefetch, scene }: Launch): void {
  const { world, setup, trace } = run
  run.life++
  run.listeners = []
  run.interleavings = []
  trace.thrown[run.life] = trace.surfaced[run.life] = 0
  world.restart({ scene, ...(setup.prefetch ? fetched(run, prefetch) : {}) })
  const wx = watched(run)
  // What is not stored is not shared.
  const length = setup.storage === 'none' ? 1 : setup.instances
  run.auths = Array.from({ length }, () => createAuth({ ...authOptions(run), wx }, world.surroundings))
  run.wrapped = run.auths.map((auth) => ({ buttons: wrapButtons(run, auth), pages: wrapPages(run, auth) }))
  run.tabs = [{}, {}]
  run.busy = new Set()
  run.pages = new Map()
  listen(run)
}

function fetched(run: Run, prefetch: Launch['prefetch']): LaunchOptions {
  const session = () => {
    const token = run.world.server.issue()
    run.trace.eraOfToken.set(`${run.life} ${token}`, run.era)
    return JSON.stringify({ token })
  }
  switch (prefetch) {
    case 'none':
      return {}
    case 'ready':
      return { prefetch: session }
    case 'late':
      return { prefetch: session, prefetchDelay: 7 }
    case 'garbage':
      return { prefetch: 'garbage' }
    case 'empty':
      return { prefetch: 'null' }
  }
}

/** Notes what the history of the world does not: the state at a call, and when the library ends a request. */
function watched(run: Run): WxPort {
  const { wx, history } = run.world
  const { statusAtCall, aborted } = run.trace
  const note = () => {
    const position = history.steps.length
    statusAtCall.set(position, (run.auths[0] as Auth).state.status)
    return position
  }
  const calls = wx as unknown as Record<string, (options: WxCallbacks<unknown>) => unknown>
  const followed = Object.fromEntries(
    FOLLOWED.map((name) => [name, (options: WxCallbacks<unknown>) => calls[name]?.(follow(run, options))]),
  )
  const sending = (name: string) => (options: WxCallbacks<unknown>) => {
    const position = note()
    const task = calls[name]?.(follow(run, options)) as { abort(): void }
    return {
      ...task,
      abort() {
        aborted.set(position, history.steps.length)
        task.abort()
      },
    }
  }
  return {
    ...wx,
    ...followed,
    login(options) {
      note()
      wx.login(follow(run, options))
    },
    ...Object.fromEntries(SENDING.map((name) => [name, sending(name)])),
  }
}

const SENDING = ['request', 'uploadFile', 'downloadFile']
const FOLLOWED = [
  ...['checkSession', 'getUserInfo', 'getStorage', 'setStorage', 'removeStorage', 'getBackgroundFetchData'],
]

/** The app may do something a few microtasks after a callback. */
function follow<Options extends WxCallbacks<never>>(run: Run, options: Options): Options {
  const { success, fail } = options
  return {
    ...options,
    success: (result: never) => {
      success?.(result)
      interleave(run)
    },
    fail: (failure: WxFailure) => {
      fail?.(failure)
      interleave(run)
    },
  }
}

function interleave({ interleavings }: Run) {
  const next = interleavings.shift()
  if (!next) return
  let moment = Promise.resolve()
  for (let count = 0; count < next.microtasks; count++) moment = moment.then(() => undefined)
  void moment.then(next.react)
}

function listen(run: Run) {
  const { trace } = run
  const [auth] = run.auths as [Auth]
  auth.subscribe((state, previous) => {
    trace.notified.push({ ...moment(run), state, previous })
    const { session } = state as { session?: { token: string } | null }
    // What the storage gave belongs to whoever is there.
    if (previous.status === 'restoring' && session)
      trace.eraOfToken.set(`${run.life} ${session.token}`, run.era)
  })
  for (const event of ['login', 'logout', 'expired', 'warning'] as Array<keyof AuthEvents>)
    auth.on(event, (given?: unknown) => trace.told.push({ ...moment(run), event, given, state: auth.state }))
  let leave = () => undefined as unknown
  run.moveLastListener = () => {
    leave()
    leave = auth.subscribe(() => trace.heardLast.push(moment(run)))
  }
  run.moveLastListener()
}
