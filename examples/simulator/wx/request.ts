import { answer, type Callbacks } from './callbacks'
import type { Classifier } from './classify'
import { failureOf, WxFailure } from './failure'
import {
  outgoing,
  readBody,
  type Hosts,
  type OutgoingRequest,
  type RequestOptions,
  type Response,
} from './http'
import { createLane } from './lane'
import type { Phone } from './phone'
import type { Recorder } from './timeline'

const MAX_CONCURRENT = 10
const DEFAULT_TIMEOUT = 60_000

type HeadListener = (head: { statusCode: number; header: Record<string, string>; cookies: string[] }) => void

export interface RequestTask {
  abort(): void
  onHeadersReceived(listener: HeadListener): void
  offHeadersReceived(listener?: HeadListener): void
  onChunkReceived(listener: unknown): void
  offChunkReceived(listener?: unknown): void
}

interface Surroundings {
  phone: Phone
  hosts: Hosts
  recorder: Recorder
  classifier: Classifier
}

/** wx.request over fetch. Every HTTP status is a success; only what breaks the transport is a failure. */
export function createRequest({ phone, hosts, recorder, classifier }: Surroundings) {
  const lane = createLane(MAX_CONCURRENT)
  const underWay = new Set<AbortController>()
  let disposed = false

  const endAll = (failure: WxFailure) => underWay.forEach((controller) => controller.abort(failure))
  const unsubscribe = phone.subscribe((event) => {
    if (event === 'suspend') endAll(interrupted())
    if (event === 'offline') endAll(disconnected())
  })

  function request(options: RequestOptions & Callbacks<Response>): RequestTask {
    const controller = new AbortController()
    const headListeners = new Set<HeadListener>()
    underWay.add(controller)
    const timer = setTimeout(
      () => controller.abort(new WxFailure('request:fail timeout', 5)),
      options.timeout ?? DEFAULT_TIMEOUT,
    )

    answer('request', options, async () => {
      try {
        return await perform(options, controller.signal, headListeners)
      } finally {
        clearTimeout(timer)
        underWay.delete(controller)
      }
    })

    return {
      abort: () => controller.abort(aborted()),
      onHeadersReceived: (listener) => void headListeners.add(listener),
      offHeadersReceived: (listener) => {
        if (listener) headListeners.delete(listener)
        else headListeners.clear()
      },
      onChunkReceived: () => undefined,
      offChunkReceived: () => undefined,
    }
  }

  async function perform(options: RequestOptions, signal: AbortSignal, headListeners: Set<HeadListener>) {
    const plan = outgoing(options, hosts)
    const { label, answered } = classifier.label(plan.method, plan.url, plan.header, options.data)
    const id = recorder.nextId()
    if (lane.full) recorder.write({ type: 'request', phase: 'queued', id, ...label })
    let startedAt = Date.now()
    let leave: (() => void) | undefined
    try {
      leave = await lane.enter(signal)
      startedAt = Date.now()
      recorder.write({ type: 'request', phase: 'started', id, ...label })
      if (disposed) throw aborted()
      if (phone.suspended) throw interrupted()
      if (phone.offline) throw disconnected()
      const response = await send(plan, options, signal, headListeners)
      answered(response.statusCode)
      const outcome = { status: response.statusCode, errMsg: 'request:ok', ms: Date.now() - startedAt }
      recorder.write({ type: 'request', phase: 'ended', id, ...label, ...outcome })
      return response
    } catch (thrown) {
      const failure = asFailure(thrown, signal)
      answered(null)
      const outcome = { status: null, ms: Date.now() - startedAt, ...failureOf('request', failure) }
      recorder.write({ type: 'request', phase: 'ended', id, ...label, ...outcome })
      throw failure
    } finally {
      leave?.()
    }
  }

  return {
    request,
    dispose() {
      unsubscribe()
      disposed = true
      endAll(aborted())
    },
  }
}

async function send(
  { method, target, header, body }: OutgoingRequest,
  options: RequestOptions,
  signal: AbortSignal,
  headListeners: Set<HeadListener>,
): Promise<Response> {
  const redirect = options.redirect === 'manual' ? 'manual' : 'follow'
  // A mini program has no cookie jar.
  const init = { method, headers: header, body, signal, redirect, credentials: 'omit' } as const
  const response = await fetch(target, init)
  const head = {
    // A browser hides the status of a redirect that it was told not to follow.
    statusCode: response.type === 'opaqueredirect' ? 302 : response.status,
    header: Object.fromEntries(response.headers.entries()),
    cookies: [],
  }
  headListeners.forEach((listener) => listener(head))
  return { ...head, data: await readBody(response, options) }
}

function asFailure(thrown: unknown, signal: AbortSignal) {
  if (thrown instanceof WxFailure) return thrown
  if (signal.aborted && signal.reason instanceof WxFailure) return signal.reason
  return new WxFailure(`request:fail ${thrown instanceof Error ? thrown.message : String(thrown)}`, 600001)
}

const aborted = () => new WxFailure('request:fail abort')
const interrupted = () => new WxFailure('request:fail interrupted', 600003)
const disconnected = () => new WxFailure('request:fail net::ERR_INTERNET_DISCONNECTED', 600001)
