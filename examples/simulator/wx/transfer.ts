import { answer, type Callbacks } from './callbacks'
import type { Classifier } from './classify'
import { failureOf, WxFailure } from './failure'
import type { Hosts, OutgoingRequest } from './http'
import { createLane } from './lane'
import type { Phone } from './phone'
import type { Recorder } from './timeline'

const MAX_CONCURRENT = 10
const DEFAULT_TIMEOUT = 60_000

export type TransferName = 'request' | 'uploadFile' | 'downloadFile'

export interface TransferSurroundings {
  phone: Phone
  hosts: Hosts
  recorder: Recorder
  classifier: Classifier
}

/** How one kind of transfer is made. */
export interface TransferKind<Result> {
  /** What goes out; throws a WxFailure when that is nothing. */
  plan: (hosts: Hosts) => OutgoingRequest
  /** What tells the timeline what it is for. */
  data: unknown
  send: (plan: OutgoingRequest, signal: AbortSignal) => Promise<Result>
}

export type Transfers = ReturnType<typeof createTransfers>

/**
 * Requests, uploads and downloads share one lane and one fate. Every HTTP status is a success; only what breaks the
 * transport is a failure.
 */
export function createTransfers({ phone, hosts, recorder, classifier }: TransferSurroundings) {
  const lane = createLane(MAX_CONCURRENT)
  const underWay = new Map<AbortController, TransferName>()
  let disposed = false

  const endAll = (failure: (api: TransferName) => WxFailure) =>
    underWay.forEach((api, controller) => controller.abort(failure(api)))
  const unsubscribe = phone.subscribe((event) => {
    if (event === 'suspend') endAll(interrupted)
    if (event === 'offline') endAll(disconnected)
  })

  async function perform<Result extends { statusCode: number }>(
    api: TransferName,
    { plan: makePlan, data, send }: TransferKind<Result>,
    signal: AbortSignal,
  ) {
    const plan = makePlan(hosts)
    const { label, answered } = classifier.label(plan, data)
    const id = recorder.nextId()
    if (lane.full) recorder.write({ type: 'request', phase: 'queued', id, ...label })
    let startedAt = Date.now()
    let leave: (() => void) | undefined
    try {
      leave = await lane.enter(signal)
      startedAt = Date.now()
      recorder.write({ type: 'request', phase: 'started', id, ...label })
      if (disposed) throw aborted(api)
      if (phone.suspended) throw interrupted(api)
      if (phone.offline) throw disconnected(api)
      const response = await send(plan, signal)
      answered(response.statusCode)
      const outcome = { status: response.statusCode, errMsg: `${api}:ok`, ms: Date.now() - startedAt }
      recorder.write({ type: 'request', phase: 'ended', id, ...label, ...outcome })
      return response
    } catch (thrown) {
      const failure = asFailure(api, thrown, signal)
      answered(null)
      const outcome = { status: null, ms: Date.now() - startedAt, ...failureOf(api, failure) }
      recorder.write({ type: 'request', phase: 'ended', id, ...label, ...outcome })
      throw failure
    } finally {
      leave?.()
    }
  }

  return {
    /** Returns what aborts it. */
    start<Result extends { statusCode: number }>(
      api: TransferName,
      options: { timeout?: number } & Callbacks<Result>,
      kind: TransferKind<Result>,
    ): () => void {
      const controller = new AbortController()
      underWay.set(controller, api)
      const timer = setTimeout(
        () => controller.abort(new WxFailure(`${api}:fail timeout`, 5)),
        options.timeout ?? DEFAULT_TIMEOUT,
      )
      answer(api, options, async () => {
        try {
          return await perform(api, kind, controller.signal)
        } finally {
          clearTimeout(timer)
          underWay.delete(controller)
        }
      })
      return () => controller.abort(aborted(api))
    },
    dispose() {
      unsubscribe()
      disposed = true
      endAll(aborted)
    },
  }
}

function asFailure(api: TransferName, thrown: unknown, signal: AbortSignal) {
  if (thrown instanceof WxFailure) return thrown
  if (signal.aborted && signal.reason instanceof WxFailure) return signal.reason
  return new WxFailure(`${api}:fail ${thrown instanceof Error ? thrown.message : String(thrown)}`, 600001)
}

const aborted = (api: TransferName) => new WxFailure(`${api}:fail abort`)
const interrupted = (api: TransferName) => new WxFailure(`${api}:fail interrupted`, 600003)
const disconnected = (api: TransferName) =>
  new WxFailure(`${api}:fail net::ERR_INTERNET_DISCONNECTED`, 600001)
