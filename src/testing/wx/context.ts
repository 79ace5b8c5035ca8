import type { EnterOptions } from '../app/launch-options'
import type { Life } from '../app/life'
import type { DeviceNetwork } from '../device/network'
import type { PlatformPermissions } from '../device/permissions'
import type { Prefetch } from '../device/prefetch'
import type { PlatformStorage } from '../device/storage'
import type { History } from '../history'
import type { ScriptedCall, Scripts } from '../script'
import type { ServerInside } from '../server/server'
import type { Timeline } from '../time/timeline'
import type { WeChatServer } from '../wechat'
import type { Features } from './features'
import type { Frequency } from './frequency'
import type { Gesture } from './gesture'
import type { HeaderCase } from './response'

/** What survives the app. */
export interface Device {
  timeline: Timeline
  history: History
  scripts: Scripts
  features: Features
  frequency: Frequency
  wechat: WeChatServer
  server: ServerInside
  storage: PlatformStorage
  permissions: PlatformPermissions
  network: DeviceNetwork
  prefetch: Prefetch
  /** What downloads saved, by path. */
  files: Map<string, string>
  /** Where the next download is saved; never the same twice. */
  temporaryPath: () => string
  /** ms of a call over the network that no script is for. */
  latency: (call: ScriptedCall) => number
  headerCase: HeaderCase
  gesture: Gesture
}

/** What one life of the app has of its own. */
export interface Context extends Device {
  life: Life
  launched: EnterOptions
  /** How the app was opened or shown last. */
  entered: EnterOptions
  /** Some seconds after hiding there is no network for the app, until it is shown. */
  isInterrupted: boolean
}
