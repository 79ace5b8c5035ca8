import { snapshot } from './snapshot'
import {
  describeStep,
  type AnswerStep,
  type CallStep,
  type Happening,
  type RequestStep,
  type Step,
} from './step'
import { urlContains } from './url'

/** What happened in a world, in order. */
export interface WorldHistory {
  /** All that happened, in order. */
  readonly steps: readonly Step[]
  /**
   * The calls of `wx[name]`, with what the app passed; with `part`, only those whose url or key contains it. Here and
   * below, a part with / in front is looked for behind the origin: '/a' is not in 'https://api.example.com'.
   */
  calls(name: string, part?: string): Array<Stamped<CallStep>>
  /** How many calls those are. */
  count(name: string, part?: string): number
  /** How often the app called wx.login. */
  logins(): number
  /** The requests, uploads and downloads that left the phone; with `part`, those whose URL contains it. */
  sends(part?: string): Array<Stamped<RequestStep>>
  /** What the server answered; with `part`, to the URLs that contain it. */
  answers(part?: string): Array<Stamped<AnswerStep>>
  /** The most requests that were under way at the same time. */
  readonly maxInFlight: number
  /** Forgets what happened so far. */
  clear(): void
  /** One line a step, for the message of a failing test. */
  toString(): string
}

export type Stamped<S> = S & Pick<Step, 'at' | 'life'>

export interface History extends WorldHistory {
  add(happening: Happening): void
  /** Notes a call and gives its number. */
  call(name: string, options: unknown): number
  inFlight(count: number): void
}

/** `stamp` tells when it is, and in which life. */
export function createHistory(stamp: () => Pick<Step, 'at' | 'life'>): History {
  let steps: Step[] = []
  let maxInFlight = 0
  let lastCall = 0

  const withURL = <Type extends 'request' | 'answer'>(type: Type, part: string) =>
    steps.filter(
      (step): step is Extract<Step, { type: Type }> =>
        step.type === type && 'url' in step && urlContains(step.url, part),
    )

  const history: History = {
    get steps() {
      return steps
    },
    get maxInFlight() {
      return maxInFlight
    },
    calls: (name, part = '') =>
      steps.filter(
        (step): step is Extract<Step, { type: 'call' }> =>
          step.type === 'call' && step.name === name && concerns(step, part),
      ),
    count: (name, part) => history.calls(name, part).length,
    logins: () => history.count('login'),
    sends: (part = '') => withURL('request', part),
    answers: (part = '') => withURL('answer', part),
    clear() {
      steps = []
      maxInFlight = 0
    },
    toString: () => steps.map(describeStep).join('\n'),
    add(happening) {
      steps.push({ ...happening, ...stamp() })
    },
    call(name, options) {
      history.add({ type: 'call', call: ++lastCall, name, options: snapshot(options) })
      return lastCall
    },
    inFlight(count) {
      maxInFlight = Math.max(maxInFlight, count)
    },
  }
  return history
}

function concerns({ options }: CallStep, part: string): boolean {
  const { url, key } = (options ?? {}) as { url?: unknown; key?: unknown }
  if (typeof url === 'string') return urlContains(url, part)
  return (typeof key === 'string' ? key : '').includes(part)
}
