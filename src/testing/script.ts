import { badUse, checkDuration, checkNames } from './bad-use'
import { urlContains } from './url'
import { ASYNC_NAMES, CACHED_NAMES, SYNC_NAMES, type ScriptName } from './wx/names'

/**
 * How a call ends. `success`: as the platform's rules have it (which may be a failure: a storage that is full).
 * `fail`: with `errMsg` and `errno`. `both`: success, then fail. `neither`: no callback, ever. `twice`: each callback
 * two times. `throw`: the call itself throws. `empty`: a success without its fields. `fromCache`: the answer of
 * CacheManager when offline, marked so, with a stale code (login, checkSession, getSetting).
 */
export type Outcome = 'success' | 'fail' | 'both' | 'neither' | 'twice' | 'throw' | 'empty' | 'fromCache'

/** A call that a script looks at. */
export interface ScriptedCall {
  /** Of the function of `wx`. */
  name: ScriptName
  /** What the app passed, callbacks included. */
  options: { readonly [name: string]: unknown; readonly url?: string; readonly key?: string }
}

/** How calls of a function of `wx` end. */
export interface Script {
  /** Default 'success'. */
  outcome?: Outcome
  /** ms from the call (for a request: from its leaving) to its end. Infinity: only the platform's time-out ends it. */
  latency?: number | ((call: ScriptedCall) => number)
  /** The callbacks are made within the call; the latency does not count. */
  sync?: boolean
  /** Of a failure; without the function's name, or with it: 'request:fail abort'. Default 'system error'. */
  errMsg?: string
  /** Of a failure. Absent before base library 2.24.0, whatever is given. */
  errno?: number
  /** Laid over the fields of a success. */
  result?: Record<string, unknown>
  /** Does the server get a request that is scripted? Default: yes, except with `fail` and `throw`. */
  reachesServer?: boolean
  /** For the next so many calls, after those scripted so before; without it for all, until scripted again. */
  times?: number
  /** Only for URLs that contain this text (with / in front: behind the origin) or match this pattern. */
  url?: string | RegExp
  /** Only for the calls that this holds of. */
  when?: (call: ScriptedCall) => boolean
}

export interface Scripts {
  /** Returns what undoes it. */
  add(name: ScriptName, script: Script): () => void
  /** The script for this call; `{}` is the platform's own way. */
  take(name: ScriptName, options: object): Script
}

const OUTCOMES: readonly Outcome[] = [
  'success',
  'fail',
  'both',
  'neither',
  'twice',
  'throw',
  'empty',
  'fromCache',
]
const SCRIPT_NAMES = [
  'outcome',
  'latency',
  'sync',
  'errMsg',
  'errno',
  'result',
  'reachesServer',
  'times',
  'url',
  'when',
]

export function createScripts(): Scripts {
  /** Those for the next calls, oldest first; then those for all, newest first. */
  let counted: Line[] = []
  let lasting: Line[] = []
  return {
    add(name, script) {
      checkScript(name, script)
      const line: Line = { name, script: { ...script }, left: script.times ?? Infinity }
      if (script.times === undefined) lasting = [line, ...lasting]
      else counted = [...counted, line]
      return () => {
        line.left = 0
      }
    },
    take(name, options) {
      const line = [...counted, ...lasting].find((candidate) =>
        applies(candidate, { name, options: { ...options } }),
      )
      if (!line) return {}
      line.left--
      return line.script
    },
  }
}

interface Line {
  name: ScriptName
  script: Script
  left: number
}

function applies({ name, script: { url, when }, left }: Line, call: ScriptedCall): boolean {
  if (name !== call.name || left <= 0 || when?.(call) === false) return false
  if (url === undefined) return true
  const { url: text = '' } = call.options
  return typeof url === 'string'
    ? urlContains(text, url)
    : new RegExp(url.source, url.flags.replace('g', '')).test(text)
}

function checkScript(name: string, script: Script) {
  const names: readonly string[] = [...ASYNC_NAMES, ...SYNC_NAMES]
  if (!names.includes(name)) throw badUse(`script: \`${name}\` cannot be scripted; ${names.join(', ')} can`)
  const where = `script('${name}')`
  checkNames(where, script, SCRIPT_NAMES)
  const { outcome = 'success', latency, times } = script
  if (!OUTCOMES.includes(outcome))
    throw badUse(`${where}: \`outcome\` must be one of ${OUTCOMES.join(', ')}, not ${outcome}`)
  if (outcome === 'fromCache' && !CACHED_NAMES.includes(name))
    throw badUse(`${where}: \`fromCache\` exists for ${CACHED_NAMES.join(', ')} only`)
  const isSync = (SYNC_NAMES as readonly string[]).includes(name)
  if (isSync && outcome !== 'success' && outcome !== 'throw')
    throw badUse(`${where}: a Sync function can only succeed or \`throw\``)
  if (isSync && latency !== undefined) throw badUse(`${where}: a Sync function has no \`latency\``)
  if (typeof latency !== 'function' && latency !== undefined)
    checkDuration(`${where}: \`latency\``, latency, { endless: true })
  if (times !== undefined && !(Number.isInteger(times) && times > 0))
    throw badUse(`${where}: \`times\` must be a whole number from 1 up, not ${times}`)
}
