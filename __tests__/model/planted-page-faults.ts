import type { Fault } from './planted-faults'

/** Mistakes with buttons and protected pages, which the app wraps once and uses as long as it lives. */
export const PAGE_FAULTS: Record<string, Fault> = {
  'taps that remember the generation of the launch': {
    file: 'create-auth.ts',
    code: 'engine: ownEngine, lifetime',
    instead: 'engine: { ...ownEngine }, lifetime',
  },
  'a handler that runs after a logout': {
    file: 'buttons/tap.ts',
    code: 'generation.ended ? failed(generation.ended) : handOver(value)',
    instead: 'handOver(value)',
    seed: 45,
  },
  'a handler that has lost the gesture of its tap': {
    file: 'buttons/tap.ts',
    code: 'if (door.engine.present()) return handOver()',
    instead: '',
  },
  'a button that stays busy': {
    file: 'buttons/tap.ts',
    code: 'result.then(done, done)',
    instead: 'result.then(done, () => undefined)',
    seed: 2,
  },
  'a phone number that nobody can read': {
    file: 'buttons/phone-number.ts',
    code: 'if (!wasGood) throw staleData()',
    instead: 'if (!wasGood) return',
  },
  'data from before a login that came between tap and hand-over': {
    file: 'buttons/fresh-key.ts',
    code: 'if (isGood && isUndisturbed())',
    instead: 'if (isGood)',
    seed: 5,
  },
  'a page that is run when the user has left it': {
    file: 'page/protect.ts',
    code: 'generation.ended || !isStillHere()',
    instead: 'generation.ended',
  },
  'a page that goes on to show the former user': {
    file: 'page/behavior.ts',
    code: 'auth.subscribe((state) => this.setData({ auth: dataOf(state) }))',
    instead: 'auth.subscribe(() => undefined)',
  },
  'a page that opens for the user who has logged out meanwhile': {
    file: 'page/protect.ts',
    code: /if \(generation\.ended\) failed\(generation\.ended\)\s+if \(generation\.ended \|\| /,
    instead: 'if (',
    seed: 17,
  },
}
