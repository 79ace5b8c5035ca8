/** Who goes first where more than `maxConcurrent` wait; within one, who came first. */
export type Priority = 'high' | 'normal' | 'low'

const RANK: Readonly<Record<Priority, number>> = { high: 0, normal: 1, low: 2 }

/** More than an app sends in its life. */
const ONE_RANK = 2 ** 48

/** One request's place: in line, inside, or outside. */
export interface Place {
  /**
   * Takes its place in line, and keeps it over a replay: who was first is first again. `turn` may be called at once,
   * and is where it is inside already.
   */
  enter(): void
  /** As enter(), for one of many who waited for the same: who hears of it first is not first in line for that. */
  enterWithOthers(): void
  /** Gives up the line or the inside, for the next. */
  leave(): void
}

export interface Queue {
  place(priority: Priority, turn: () => void): Place
  /** Nobody is let in any more. */
  close(): void
}

/**
 * Lets at most `limit` requests be under way; the rest wait here and not in the platform's own line, where the login
 * would stand behind them, and a token be taken along that has expired by their turn.
 */
export function createQueue(limit: number): Queue {
  const waiting: Ticket[] = []
  let inside = 0
  let entered = 0
  let isAdmitting = false
  let isClosed = false

  // A turn may end in the same moment, and enter or leave again: one loop, not a deeper and deeper one.
  function admit() {
    if (isAdmitting) return
    isAdmitting = true
    try {
      for (let next = free() && waiting.shift(); next; next = free() && waiting.shift()) letIn(next)
    } finally {
      // A turn that throws must not be the last one.
      isAdmitting = false
    }
  }
  const free = () => inside < limit && !isClosed

  function letIn(ticket: Ticket) {
    ticket.state = 'inside'
    inside++
    ticket.turn()
  }

  function insert(ticket: Ticket) {
    ticket.state = 'waiting'
    let index = waiting.length
    while (index > 0 && isAfter(waiting[index - 1], ticket)) index--
    waiting.splice(index, 0, ticket)
  }

  return {
    place(priority, turn) {
      const ticket: Ticket = { order: RANK[priority] * ONE_RANK + entered++, turn, state: 'outside' }
      return {
        enter() {
          if (ticket.state === 'inside') {
            turn()
            return
          }
          if (waiting.length === 0 && free()) {
            letIn(ticket)
            return
          }
          insert(ticket)
          admit()
        },
        enterWithOthers() {
          insert(ticket)
          void Promise.resolve().then(admit)
        },
        leave() {
          const { state } = ticket
          ticket.state = 'outside'
          if (state === 'waiting') waiting.splice(waiting.indexOf(ticket), 1)
          if (state === 'inside') {
            inside--
            // A moment later: who ends many in a row must not have those in line sent in between.
            if (waiting.length > 0) void Promise.resolve().then(admit)
          }
        },
      }
    },
    close() {
      isClosed = true
    },
  }
}

interface Ticket {
  order: number
  turn: () => void
  state: 'waiting' | 'inside' | 'outside'
}

function isAfter(one: Ticket | undefined, other: Ticket): boolean {
  return one !== undefined && one.order > other.order
}
