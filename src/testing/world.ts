import type { Surroundings } from '../platform/surroundings'
import { createApp, type App, type Run } from './app/app'
import { enterOptions, type LaunchOptions } from './app/launch-options'
import { createLife } from './app/life'
import { badUse } from './bad-use'
import { createDeviceNetwork, type DeviceNetwork } from './device/network'
import { createPermissions, type Permissions } from './device/permissions'
import { createPrefetch } from './device/prefetch'
import { createStorage, type DeviceStorage } from './device/storage'
import { createHistory, type WorldHistory } from './history'
import { install } from './install'
import { completeOptions, type WorldOptions } from './options'
import { createScripts, type Script } from './script'
import { createServer, type Server } from './server/server'
import { createTimeline } from './time/timeline'
import { createVirtualClock, type VirtualClock } from './time/virtual-clock'
import { createWeChat, type WeChat } from './wechat'
import type { Context, Device } from './wx/context'
import { createWx, type WxOfOneLife } from './wx/create-wx'
import type { FakeWx } from './wx/fake-wx'
import { featuresOf } from './wx/features'
import { createFrequency } from './wx/frequency'
import { createGesture } from './wx/gesture'
import type { ScriptName } from './wx/names'

/** A phone with a mini program on it, WeChat, and the app's backend, on a clock of their own. */
export interface World {
  /** The wx of the present life of the app; a launch gives a new one. */
  readonly wx: FakeWx
  /** The clock of the present life of the app; a launch gives a new one. */
  readonly clock: VirtualClock
  /** Clock and randomness, as createAuth takes them: `createAuth({ wx: world.wx, … }, world.surroundings)`. */
  readonly surroundings: Surroundings
  /** What `surroundings.random()` gives, from 0 up to, but not including, 1; default 0.5. */
  random: number
  /** The app's life cycle. */
  readonly app: App
  /** The app's backend. */
  readonly server: Server
  /** Login codes, the session_key, encrypted data. */
  readonly wechat: WeChat
  /** The phone's connection. */
  readonly network: DeviceNetwork
  /** The phone's storage. */
  readonly storage: DeviceStorage
  /** What the user grants: wx.authorize, wx.openSetting. */
  readonly permissions: Permissions
  /** What wx.downloadFile saved: the text of each file by its path. */
  readonly files: ReadonlyMap<string, string>
  /** All that happened, in order. */
  readonly history: WorldHistory
  /**
   * How calls of `wx[name]` end: `world.script('login', { outcome: 'fail', errno: 102, times: 1 })`. The newest that
   * fits counts, those with `times` first and in order. Returns what undoes it.
   */
  script(name: ScriptName, script: Script): () => void
  /** Runs a tap's handler: what needs the user's gesture works within, and in callbacks that inherit it. */
  tap<T>(handler: () => T): T
  /** Lets `ms` pass. Rejects with what a callback of the app throws. */
  advance(ms: number): Promise<void>
  /** Lets time pass until the promise settles, and gives it back. Rejects after `limit` ms (an hour). */
  until<T>(promise: Promise<T>, limit?: number): Promise<T>
  /** The device's clock jumps by `ms`, which may be negative; timers do not notice. */
  jump(ms: number): void
  /** Kills the app if it lives, and launches it: a cold start with a new `wx` and `clock`. */
  restart(options?: LaunchOptions): void
  /** Makes wx, Date.now, setTimeout and clearTimeout of this world the global ones. Returns uninstall. */
  install(): () => void
  /** Puts back what install() replaced. */
  uninstall(): void
}

/** Makes a world in which the app has just been launched. */
export function createWorld(worldOptions: WorldOptions = {}): World {
  const options = completeOptions(worldOptions)
  const { latency, start } = options
  const watch = { start, offset: 0 }
  let present: { run: WxOfOneLife; clock: VirtualClock; life: Run['life'] } | null = null
  let lives = 0
  let temporaryFiles = 0
  let uninstall: () => void = () => undefined

  const timeline = createTimeline()
  const history = createHistory(() => ({ at: timeline.elapsed, life: lives }))
  const wechat = createWeChat(timeline)
  const storage = createStorage(history)
  const permissions = createPermissions()
  const features = featuresOf(options.sdkVersion, options.plugin)
  const device: Device = {
    timeline,
    history,
    scripts: createScripts(),
    features,
    frequency: createFrequency(timeline, options.callsPerSecond),
    wechat,
    server: createServer(options.server, { timeline, wechat, history, start }),
    storage: storage.platform,
    permissions: permissions.platform,
    network: createDeviceNetwork(history, (change) => tell('connected', change)),
    prefetch: createPrefetch({
      timeline,
      wechat,
      now: () => watch.start + watch.offset + timeline.elapsed,
      platform: options.platform,
      onData: (data) => tell('fetched', data),
    }),
    files: new Map(),
    temporaryPath: () => `wxfile://tmp_${++temporaryFiles}`,
    latency: typeof latency === 'number' ? () => latency : latency,
    headerCase: options.headerCase,
    gesture: createGesture(),
  }

  function tell<Name extends 'connected' | 'fetched'>(
    name: Name,
    event: Parameters<WxOfOneLife[Name]['current'][number]>[0],
  ) {
    if (!present) return
    const { run, life } = present
    const listeners = run[name].current as ReadonlyArray<(given: typeof event) => void>
    for (const listener of listeners) life.deliver(() => listener(event))
  }

  function launch(launchOptions: LaunchOptions): Run {
    const life = createLife(timeline, ++lives)
    const entered = enterOptions(launchOptions, features.apiCategory)
    history.add({ type: 'app', event: 'launch', options: entered })
    const context: Context = { ...device, life, launched: entered, entered, isInterrupted: false }
    const run = createWx(context)
    present = { run, life, clock: createVirtualClock(timeline, watch, life, history) }
    device.prefetch.begin(launchOptions, entered)
    return {
      life,
      interrupt: () => run.interrupt(),
      hidden: () => run.hidden.current.forEach((listener) => listener(undefined)),
      shown(showOptions) {
        context.isInterrupted = false
        context.entered = enterOptions(showOptions, features.apiCategory)
        run.shown.current.forEach((listener) => listener(context.entered))
      },
    }
  }

  const { interruptAfter, suspendAfter } = options
  const app = createApp({ timeline, history, background: { interruptAfter, suspendAfter }, start: launch })
  app.launch(options.launch)

  function now() {
    if (!present) throw badUse('the app has not been launched')
    return present
  }

  const world: World = {
    get wx() {
      return now().run.wx
    },
    get clock() {
      return now().clock
    },
    get surroundings() {
      return { clock: now().clock, random: () => world.random }
    },
    random: 0.5,
    app,
    server: device.server,
    wechat,
    network: device.network,
    storage: storage.device,
    permissions: permissions.user,
    files: device.files,
    history,
    script: (name, script) => device.scripts.add(name, script),
    tap: (handler) => device.gesture.within(handler),
    advance: (ms) => timeline.advance(ms),
    until: (promise, limit) => timeline.until(promise, limit),
    jump: (ms) => now().clock.jump(ms),
    restart(launchOptions) {
      if (app.state !== 'dead') app.kill()
      app.launch(launchOptions)
    },
    install() {
      uninstall = install(world)
      return uninstall
    },
    uninstall: () => uninstall(),
  }
  return world
}
