import { failure, type Ending } from '../ending'
import { endingsOf } from '../outcome'
import type { FullReply, Wire } from '../server/message'
import { snapshot } from '../snapshot'
import { isAbsoluteURL } from '../url'
import { latencyOf, settle, thrown } from './call'
import type { Context } from './context'
import type { Callbacks } from './fake-wx'
import { KINDS, type NetworkOptions } from './kinds'
import type { NetworkName } from './names'
import type { Queue } from './queue'
import { createTask } from './task'

/** The platform's, when the call names no timeout. */
const DEFAULT_TIMEOUT = 60_000

export interface Transfers {
  queue: Queue
  /** What interrupts each unfinished one. */
  underWay: Set<() => void>
}

interface Progress {
  isEnded: boolean
  /** Null until the server has answered. */
  reply: FullReply | null
  cancelArrival: () => void
  cancelTimeout: () => void
  leaveQueue: () => void
}

const nothing = () => undefined

/** One request, upload or download; gives the task. The server gets it after half of its latency. */
export function startTransfer(
  context: Context,
  { queue, underWay }: Transfers,
  name: NetworkName,
  options: NetworkOptions & Callbacks<object>,
): object {
  const { timeline, history, scripts, life, server, network, features } = context
  const state: Progress = {
    isEnded: life.state === 'dead',
    reply: null,
    cancelArrival: nothing,
    cancelTimeout: nothing,
    leaveQueue: nothing,
  }
  const task = createTask(context, name, options, abort)
  if (state.isEnded) return task.face

  const call = history.call(name, options)
  context.gesture.begin(call, name)
  const script = scripts.take(name, options)
  if (script.outcome === 'throw') throw thrown(context, call, name, script)

  const wire = wireOf(name, options)
  underWay.add(interrupt)
  if ('ok' in wire) end([wire])
  else {
    const place = queue.place(() => send(wire))
    state.leaveQueue = place.leave
    place.enter()
  }
  return task.face

  function end(endings: Ending[]) {
    if (state.isEnded) return
    state.isEnded = true
    task.close()
    state.cancelTimeout()
    underWay.delete(interrupt)
    for (const ending of endings) {
      if (script.sync) settle(context, call, name, options, ending)
      else life.deliver(() => settle(context, call, name, options, ending))
    }
    state.leaveQueue()
  }

  function abort() {
    // What has not arrived yet never will: the connection is closed.
    state.cancelArrival()
    if (!state.isEnded) end([failure('abort')])
  }

  function interrupt() {
    end([failure('interrupted', 600003)])
  }

  function send(sent: Wire) {
    // Its turn may have come because those before it were interrupted, or died with the app.
    if (life.state === 'dead') return
    if (context.isInterrupted) {
      interrupt()
      return
    }
    const token = server.tokenIn(sent)
    history.add({ type: 'request', call, name, ...sent, data: snapshot(sent.data), token })
    if (script.sync) {
      arrive(sent)
      conclude()
      return
    }
    const latency = latencyOf(context, name, options, script)
    const there = Math.floor(latency / 2)
    task.uploading(there)
    state.cancelArrival = timeline.schedule(there, () => {
      arrive(sent)
      if (state.reply) task.answering(latency - there, state.reply)
      timeline.schedule(latency - there, conclude)
    })
    if (script.outcome === 'neither') return
    const { timeout = DEFAULT_TIMEOUT } = features.timeout ? options : {}
    state.cancelTimeout = timeline.schedule(timeout, () => end([failure('timeout', 5)]))
  }

  function arrive(sent: Wire) {
    const { reachesServer = script.outcome !== 'fail' } = script
    if (reachesServer && network.type !== 'none') state.reply = server.answer(sent, call)
  }

  function conclude() {
    if (!state.isEnded) end(endingsOf(script, answer))
  }

  function answer(): Ending {
    // An answer that finds the phone offline is lost.
    const { reply } = state
    if (reply && network.type !== 'none') return KINDS[name].result(context, options, reply)
    return failure('net::ERR_INTERNET_DISCONNECTED', 600001)
  }
}

/** What is to be sent, or why it cannot be. */
function wireOf(name: NetworkName, options: NetworkOptions): Wire | Ending {
  if (!isAbsoluteURL(options.url)) return failure(`invalid url "${options.url}"`, 600009)
  try {
    return KINDS[name].wire(options)
  } catch {
    return failure('data is not serializable', 600010)
  }
}
