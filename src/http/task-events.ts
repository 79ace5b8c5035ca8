import type { CallOut } from '../platform/call-out'

/** The events of wx's tasks. */
export type TaskEvent = 'HeadersReceived' | 'ChunkReceived' | 'ProgressUpdate'

type Listener = (event: never) => void

/** The listeners of one request, which hear whichever task of `wx` is at work for it: a replay has another. */
export interface TaskEvents {
  on: (event: TaskEvent, listener: Listener) => void
  /** Without a listener: all of them. */
  off: (event: TaskEvent, listener?: Listener) => void
  attach: (task: unknown) => void
  /** The present task was the last one: what was held back is for the listeners. */
  release: () => void
}

export function createTaskEvents(callOut: CallOut): TaskEvents {
  // Most requests have none.
  let listeners: Map<TaskEvent, Listener[]> | undefined
  let current: unknown
  /** Pieces of an answer that may be a rejection: the replay's are to come first, and alone. */
  let held: unknown[] | null = null

  function listenTo(task: unknown, event: TaskEvent) {
    if (event === 'ChunkReceived')
      listen(task, 'HeadersReceived', (head) => (held = isRefusal(head) ? [] : null))
    listen(task, event, (payload) => {
      if (held && event === 'ChunkReceived') held.push(payload)
      else tell(event, payload)
    })
  }

  function listen(task: unknown, event: TaskEvent, heard: (payload: never) => void) {
    const on = ((task ?? {}) as Partial<Record<string, (listener: Listener) => void>>)[`on${event}`]
    if (typeof on !== 'function') return
    on.call(task, (payload) => {
      // A former task may still have something to say.
      if (current === task) heard(payload)
    })
  }

  function tell(event: TaskEvent, payload: unknown) {
    listeners?.get(event)?.forEach((listener) => callOut(listener, payload as never))
  }

  return {
    on(event, listener) {
      listeners = listeners ?? new Map<TaskEvent, Listener[]>()
      const known = listeners.get(event)
      // A list of its own for each notification: a listener may leave while it is being called.
      listeners.set(event, known ? [...known, listener] : [listener])
      if (!known && current) listenTo(current, event)
    },
    off(event, listener) {
      const known = listeners?.get(event)
      if (known) listeners?.set(event, listener ? known.filter((other) => other !== listener) : [])
    },
    attach(task) {
      current = task
      held = null
      listeners?.forEach((_, event) => listenTo(task, event))
    },
    release() {
      const pieces = held
      held = null
      pieces?.forEach((piece) => tell('ChunkReceived', piece))
    },
  }
}

function isRefusal({ statusCode }: { statusCode?: number }): boolean {
  return Number(statusCode) >= 400
}
