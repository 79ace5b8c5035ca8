import type { Auth } from '../../src/index'
import type { PageNumber } from './commands'
import { moment, type Callback, type PageCall, type Run, type Wrapped } from './trace'

/** Each page uses one copy of the library, if there are two. */
export function wrappedOf({ wrapped }: Run, page: PageNumber): Wrapped {
  return wrapped[page % wrapped.length] as Wrapped
}

/** A function of a page's that the app has wrapped is about to be called. */
export function beginPageCall(run: Run, page: object): PageCall {
  const { world, auths } = run
  const { state } = auths[0] as Auth
  return { ...moment(run), page, state, now: world.clock.now(), callbacks: [], returned: null }
}

/** A function of the page was called for that. */
export function noteCallback(run: Run, call: PageCall, what: Pick<Callback, 'page' | 'how' | 'given'>): void {
  const { state } = run.auths[0] as Auth
  call.callbacks.push({ ...moment(run), ...what, state })
}
