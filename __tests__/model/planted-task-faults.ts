import type { Fault } from './planted-faults'

/** Mistakes with tasks, callbacks and the line. */
export const TASK_FAULTS: Record<string, Fault> = {
  'an abort that does not reach the login': {
    file: 'http/delivery.ts',
    code: 'return !this.isOver',
    instead: 'return true',
    seed: 4,
  },
  'an abort that leaves the request under way': {
    file: 'http/delivery.ts',
    code: 'this.transmission.cancel()',
    instead: '',
  },
  'callbacks for whoever settles': {
    file: 'http/settlement.ts',
    code: 'if (settlement.isOver) return',
    instead: '',
  },
  'no line': {
    file: 'http/queue.ts',
    code: 'inside < limit',
    instead: 'true',
  },
  'a place that is not given up': {
    file: 'http/queue.ts',
    code: 'inside--',
    instead: '',
  },
}
