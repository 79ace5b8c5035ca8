import { isAuthError } from '../../../src/index'
import { idOf, type Call, type Reading } from '../reading'
import type { Asked, Original } from '../trace'
import { first, type Check } from './check'

export const taskChecks: Check[] = [
  [
    'P4 the callbacks of wx are called once, in its order',
    (reading) =>
      first(requested(reading), ([{ outcome }, { heard, url }]) => {
        if (!heard) return null
        const expected = !outcome ? [] : outcome.ok ? ['success', 'complete'] : ['fail', 'complete']
        return heard.join() !== expected.join() && `${url} hears ${heard.join() || 'nothing'}`
      }),
  ],
  [
    'what is aborted rejects with ABORTED at once, unless it is over',
    (reading) =>
      first(requested(reading), ([{ outcome, life }, { aborted, url }]) => {
        if (!aborted || (outcome && outcome.order < aborted.order)) return null
        if (!outcome) return life === reading.run.life && `${url} goes on`
        if (outcome.at !== aborted.at) return `${url} ends ${outcome.at - aborted.at} ms later`
        // The end may have been on its way to the app.
        return !outcome.ok && !isAuthError(outcome.error) && `${url} ends with ${String(outcome.error)}`
      }),
  ],
  [
    'what is aborted is not sent any more, and what is under way is ended',
    (reading) => {
      const calls = callsById(reading)
      return first(requested(reading), ([{ outcome }, { aborted, id, url }]) => {
        if (!aborted || (outcome && outcome.order < aborted.order)) return null
        return first(calls.get(id) ?? [], (call) => {
          if (call.position >= aborted.position) return `${url} is sent later`
          const isOpen = call.aborted === null && (call.end?.position ?? Infinity) >= aborted.position
          // A login that goes on for the others took the code along.
          return isOpen && call.purpose === 'request' && `${url} stays under way`
        })
      })
    },
  ],
  [
    'no more than `maxConcurrent` are under way',
    ({ requests, run: { setup, auths } }) => {
      const limit = setup.maxConcurrent * auths.length
      const sent = requests.filter(({ purpose }) => purpose === 'request')
      return first(sent, ({ position, life }) => {
        const open = sent.filter((one) => one.life === life && isOpenAt(one, position)).length
        return open > limit && `${open} at a time`
      })
    },
  ],
]

function isOpenAt({ position, end, aborted }: Call, at: number): boolean {
  return position <= at && Math.min(end?.position ?? Infinity, aborted ?? Infinity) > at
}

function requested({ asked }: Reading): Array<[Asked, Original]> {
  return asked.flatMap((one) => (one.request ? [[one, one.request] as [Asked, Original]] : []))
}

function callsById({ requests }: Reading): Map<number, Call[]> {
  const byId = new Map<number, Call[]>()
  for (const call of requests) {
    if (call.purpose !== 'request' && call.purpose !== 'carrier') continue
    byId.set(idOf(call), [...(byId.get(idOf(call)) ?? []), call])
  }
  return byId
}
