import type { Fault } from './planted-faults'

/** Mistakes with tasks, callbacks and the queue. */
export const TASK_FAULTS: Record<string, Fault> = {
  'an abort that does not reach the login': {
    file: 'http/delivery.ts',
    code: 'return !this.isOver',
    instead: 'return true',
    seed: 4,
  },
  'an abort that leaves the request under way': {
    file: 'http/delivery.ts',
    code: 'this.running?.cancel()\n    this.receiver',
    instead: 'this.receiver',
  },
  'callbacks for whoever settles': {
    file: 'http/client.ts',
    code: 'if (this.isOver) return false',
    instead: '',
  },
  'no queue': {
    file: 'http/queue.ts',
    code: 'running < limit',
    instead: 'true',
  },
  'a slot that is not given up': {
    file: 'http/queue.ts',
    code: 'running--',
    instead: '',
  },
}
