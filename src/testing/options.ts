import { checkLaunchOptions, type LaunchOptions } from './app/launch-options'
import { badUse, checkDuration, checkNames } from './bad-use'
import type { ScriptedCall } from './script'
import type { ServerSettings } from './server/server'
import type { HeaderCase } from './wx/response'

/** What createWorld() is given. */
export interface WorldOptions {
  /** The base library; default '3.17.0'. An older one lacks members, `errno`, promises, `encrypt`, … */
  sdkVersion?: string
  /** Is this `wx` a plugin's? Without onAppShow, onAppHide and checkSession. Default false. */
  plugin?: boolean
  /** Default 'android'. */
  platform?: 'android' | 'ios'
  /** ms of a call over the network; default 10. Others take 1 ms. */
  latency?: number | ((call: ScriptedCall) => number)
  /** Names of response headers; default 'title': `Content-Type`. */
  headerCase?: HeaderCase
  /** How often a second each of login, checkSession, getSetting and getUserInfo may be called; default 4. */
  callsPerSecond?: number
  /** ms after hiding until requests are interrupted; default 5000. */
  interruptAfter?: number
  /**
   * ms after hiding until the app is suspended; default 5000. Interruptions are then heard of when the app is back;
   * with a longer time, before it freezes. Both happen on phones.
   */
  suspendAfter?: number
  /** Epoch ms at the beginning. */
  start?: number
  /** The first launch; default: from the list of mini programs. */
  launch?: LaunchOptions
  /** The backend. */
  server?: Partial<ServerSettings>
}

const NAMES = [
  'sdkVersion',
  'plugin',
  'platform',
  'latency',
  'headerCase',
  'callsPerSecond',
  'interruptAfter',
  'suspendAfter',
  'start',
  'launch',
  'server',
]

export function completeOptions(options: WorldOptions): Required<WorldOptions> {
  checkNames('createWorld', options, NAMES)
  const {
    latency = 10,
    callsPerSecond = 4,
    interruptAfter = 5000,
    suspendAfter = 5000,
    launch = {},
  } = options
  const { platform = 'android', headerCase = 'title', start = 1_700_000_000_000 } = options
  if (typeof latency === 'number') checkDuration('createWorld: `latency`', latency, { endless: true })
  checkDuration('createWorld: `interruptAfter`', interruptAfter, { endless: true })
  checkDuration('createWorld: `suspendAfter`', suspendAfter, { endless: true })
  checkDuration('createWorld: `start`', start)
  checkLaunchOptions('createWorld: `launch`', launch)
  if (!(callsPerSecond > 0))
    throw badUse(`createWorld: \`callsPerSecond\` must be above 0, not ${callsPerSecond}`)
  oneOf('platform', platform, ['android', 'ios'])
  oneOf('headerCase', headerCase, ['title', 'lower', 'upper'])
  const { sdkVersion = '3.17.0', plugin = false, server = {} } = options
  return {
    sdkVersion,
    plugin,
    platform,
    latency,
    headerCase,
    callsPerSecond,
    interruptAfter,
    suspendAfter,
    start,
    launch,
    server,
  }
}

function oneOf(name: string, value: string, known: string[]) {
  if (!known.includes(value))
    throw badUse(`createWorld: \`${name}\` must be one of ${known.join(', ')}, not ${value}`)
}
