import { isSinglePage } from '../app/launch-options'
import { badUse, checkDuration } from '../bad-use'
import { failure, payload, success, type Ending } from '../ending'
import { endingsOf } from '../outcome'
import type { Script } from '../script'
import { snapshot } from '../snapshot'
import type { Context } from './context'
import type { Callbacks } from './fake-wx'
import { GESTURE_NAMES } from './gesture'
import { CACHED_NAMES, CALLBACK_NAMES, DISTANT_NAMES, ONLINE_NAMES, SINGLE_PAGE_NAMES } from './names'
import type { AsyncName, ScriptName, SyncName } from './names'

/** ms of a call that stays on the phone. */
const LOCAL_LATENCY = 1

/** A function with callbacks; `effect` is what the platform does when the call ends. */
export function asyncCall<Options extends object>(
  context: Context,
  name: AsyncName,
  effect: (options: Options, cached: boolean) => Ending,
) {
  return (options: Options & Callbacks<object>): unknown => {
    if (context.life.state === 'dead') return undefined
    const { success: succeed, fail, complete } = options as Partial<typeof options>
    const isPromised =
      context.features.promises && !CALLBACK_NAMES.includes(name) && !succeed && !fail && !complete
    if (!isPromised) {
      begin(context, name, options, effect)
      return undefined
    }
    return new Promise((resolve, reject) => {
      begin(context, name, { ...options, success: resolve, fail: reject }, effect)
    })
  }
}

function begin<Options extends object>(
  context: Context,
  name: AsyncName,
  options: Options & Callbacks<object>,
  effect: (options: Options, cached: boolean) => Ending,
) {
  const { timeline, history, scripts, life } = context
  const call = history.call(name, options)
  context.gesture.begin(call, name)
  const script = scripts.take(name, options)
  if (script.outcome === 'throw') throw thrown(context, call, name, script)
  const refusal = refusalOf(context, name)
  const conclude = () => {
    const natural = (cached: boolean) =>
      refusal ?? online(context, name, cached, (kept) => effect(options, kept))
    for (const ending of endingsOf(script, natural)) {
      if (script.sync) settle(context, call, name, options, ending)
      else life.deliver(() => settle(context, call, name, options, ending))
    }
  }
  if (script.sync) conclude()
  else timeline.schedule(latencyOf(context, name, options, script), conclude)
}

/** WeChat's own servers need the network, unless CacheManager answers in their place. */
function online(
  context: Context,
  name: string,
  cached: boolean,
  effect: (cached: boolean) => Ending,
): Ending {
  const { network, features } = context
  if (network.type !== 'none') return effect(cached)
  if (network.cacheManager && features.cacheManager && CACHED_NAMES.includes(name)) {
    const ending = effect(true)
    return ending.ok ? success({ ...ending.result, fromCache: true }) : ending
  }
  return ONLINE_NAMES.includes(name) && !cached ? failure('network unavailable', 600001) : effect(cached)
}

function refusalOf({ entered, frequency, gesture }: Context, name: string): Ending | null {
  // What the platform says here is not documented.
  if (isSinglePage(entered) && !SINGLE_PAGE_NAMES.includes(name))
    return failure('not available in single-page mode')
  if (GESTURE_NAMES.includes(name) && !gesture.isActive)
    return failure('can only be invoked by user TAP gesture.')
  return frequency.isExceeded(name) ? failure('frequency limit', 1003) : null
}

/** A function that answers at once. `value` picks what it returns from the fields of a success. */
export function syncCall<Value>(
  context: Context,
  name: SyncName,
  options: object,
  effect: () => Ending,
  value: (result: object) => Value,
): Value {
  const { life, history, scripts, entered } = context
  if (life.state === 'dead')
    throw badUse(`wx.${name}: this wx is of an app that was killed; world.wx is the new one`)
  const call = history.call(name, options)
  const script = scripts.take(name, options)
  if (script.outcome === 'throw') throw thrown(context, call, name, script)
  const isRefused = isSinglePage(entered) && !SINGLE_PAGE_NAMES.includes(name)
  const ending = isRefused ? failure('not available in single-page mode') : effect()
  if (!ending.ok) throw thrown(context, call, name, ending)
  const result = value({ ...ending.result, ...script.result })
  history.add({ type: 'end', call, name, how: 'return', result: snapshot(result) })
  return result
}

export function thrown(
  context: Context,
  call: number,
  name: string,
  { errMsg = 'system error', errno }: Pick<Script, 'errMsg' | 'errno'>,
): Error {
  const failed = payload(name, failure(errMsg, errno), context.features.errno)
  context.history.add({ type: 'end', call, name, how: 'throw', result: failed })
  return Object.assign(new Error((failed as { errMsg: string }).errMsg), failed)
}

export function settle(
  context: Context,
  call: number,
  name: string,
  options: Callbacks<object>,
  ending: Ending,
): void {
  const result = payload(name, ending, context.features.errno)
  context.history.add({
    type: 'end',
    call,
    name,
    how: ending.ok ? 'success' : 'fail',
    result: snapshot(result),
  })
  context.gesture.conclude(call, name, ending, () => {
    if (ending.ok) options.success?.(result)
    else options.fail?.(result)
    options.complete?.(result)
  })
}

/** ms */
export function latencyOf(context: Context, name: ScriptName, options: object, { latency }: Script): number {
  const call = { name, options: { ...options } }
  if (typeof latency === 'number') return latency
  const ms = latency?.(call) ?? (DISTANT_NAMES.includes(name) ? context.latency(call) : LOCAL_LATENCY)
  checkDuration(`the latency of ${name}`, ms, { endless: true })
  return ms
}
