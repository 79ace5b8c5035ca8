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
}

export function createTaskEvents(callOut: CallOut): TaskEvents {
  // Most requests have none.
  let listeners: Map<TaskEvent, Listener[]> | undefined
  let current: unknown

  function listenTo(task: unknown, event: TaskEvent) {
    const on = ((task ?? {}) as Partial<Record<string, (listener: Listener) => void>>)[`on${event}`]
    if (typeof on !== 'function') return
    on.call(task, (payload) => {
      // A former task may still have something to say.
      if (current === task) listeners?.get(event)?.forEach((listener) => callOut(listener, payload))
    })
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
      listeners?.forEach((_, event) => listenTo(task, event))
    },
  }
}
