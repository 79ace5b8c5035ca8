/** Who goes first where more than `maxConcurrent` wait; within one, who came first. */
export type Priority = 'high' | 'normal' | 'low'

const RANK: Readonly<Record<Priority, number>> = { high: 0, normal: 1, low: 2 }

/** More than an app sends in its life. */
const ONE_RANK = 2 ** 48

/** A request as the queue sees it, which keeps its state: no object more for each. */
export interface Queueable {
  readonly order: number
  slot: 'none' | 'queued' | 'running'
  /** It has a slot: the network is free for it. */
  run(): void
}

export interface Queue {
  /** For `order`, which a request keeps over a replay: who was first is first again. */
  orderOf(priority: Priority): number
  /** Runs it when there is a slot for it, perhaps at once. One that has a slot, as for a replay, is run again in that. */
  enter(request: Queueable): void
  /** As enter(), for one of many that waited for the same login: they are admitted in queue order, not in promise order. */
  enterWithOthers(request: Queueable): void
  /** Gives up its place in the queue, or its slot, for the next. */
  leave(request: Queueable): void
  /** Nobody gets a slot any more. */
  close(): void
}

/**
 * Lets at most `limit` requests run; the rest wait here and not in the platform's own queue, where the login would stand
 * behind them, and a token be taken along that has expired by their turn.
 */
export function createQueue(limit: number): Queue {
  const queued: Queueable[] = []
  let running = 0
  let created = 0
  let isAdmitting = false
  let isClosed = false

  const hasFreeSlot = () => running < limit && !isClosed

  // One that runs may end in the same moment, and enter or leave again: one loop, not a deeper and deeper one.
  function admit() {
    if (isAdmitting) return
    isAdmitting = true
    try {
      for (let next = hasFreeSlot() && queued.shift(); next; next = hasFreeSlot() && queued.shift()) run(next)
    } finally {
      // One that throws must not be the last.
      isAdmitting = false
    }
  }

  function run(request: Queueable) {
    request.slot = 'running'
    running++
    request.run()
  }

  function insert(request: Queueable) {
    request.slot = 'queued'
    let index = queued.length
    while (index > 0 && isAfter(queued[index - 1], request)) index--
    queued.splice(index, 0, request)
  }

  return {
    orderOf: (priority) => RANK[priority] * ONE_RANK + created++,
    enter(request) {
      if (request.slot === 'running') request.run()
      else if (queued.length === 0 && hasFreeSlot()) run(request)
      else {
        insert(request)
        admit()
      }
    },
    enterWithOthers(request) {
      insert(request)
      void Promise.resolve().then(admit)
    },
    leave(request) {
      const { slot } = request
      request.slot = 'none'
      if (slot === 'queued') queued.splice(queued.indexOf(request), 1)
      if (slot === 'running') {
        running--
        // A moment later: who ends many in a row must not have those in the queue sent in between.
        if (queued.length > 0) void Promise.resolve().then(admit)
      }
    },
    close() {
      isClosed = true
    },
  }
}

function isAfter(one: Queueable | undefined, other: Queueable): boolean {
  return one !== undefined && one.order > other.order
}
