import { protect } from '../../src/page'
import type { Auth } from '../../src/index'
import { lifetimesOf, type AuthData, type Lifetimes } from './behavior'
import type { PageNumber } from './commands'
import { beginPageCall, noteCallback, wrappedOf } from './page-calls'
import { moment, type Hook, type Run, type Visit } from './trace'

/** The pages of an app, as it gives them to Page(), by the hook that is protected; both have the behavior. */
export type Pages = Record<'load' | 'show', Page> & { lifetimes: Lifetimes }

/** A page as the app writes it, and as the platform makes it: a copy of that, for each time it is opened. */
export interface Page {
  onLoad?: (query: Query) => unknown
  onShow?: (query: Query) => unknown
  onHide?: () => void
  onUnload?: () => void
  onAuthError: (error: unknown) => void
  setData: (this: Page, data: { auth: AuthData }) => void
  /** What WXML sees. */
  auth: AuthData | null
  /** The newest. */
  visit: Visit | null
  isClosed: boolean
}

interface Query {
  visit: Visit
}

/** Protects them once, where they are defined. */
export function wrapPages(run: Run, auth: Auth): Pages {
  function hook(this: Page, { visit }: Query) {
    noteCallback(run, visit, { page: this, how: 'ran', given: undefined })
  }
  function onAuthError(this: Page, error: unknown) {
    if (this.visit) noteCallback(run, this.visit, { page: this, how: 'failed', given: error })
    else run.trace.strange.push('onAuthError of a page whose hook was never called')
  }
  function setData(this: Page, { auth: seen }: { auth: AuthData }) {
    this.auth = seen
    if (this.isClosed) run.trace.strange.push('setData of a page that was closed')
  }
  const page = { onAuthError, setData, auth: null, visit: null, isClosed: false }
  return {
    lifetimes: lifetimesOf(auth),
    load: protect<Page>(auth, { ...page, onLoad: hook }),
    show: protect<Page>(auth, { ...page, onShow: hook }, { on: 'show' }),
  }
}

export function openPage(run: Run, number: PageNumber, on: 'load' | 'show'): void {
  closePage(run, number)
  const { pages } = wrappedOf(run, number)
  const page = { ...pages[on] }
  run.pages.set(number, page)
  pages.lifetimes.attached.call(page)
  visit(run, page, on === 'load' ? 'onLoad' : 'onShow')
}

/** Again, or by its own wish, as after a login of its own. */
export function showPage(run: Run, number: PageNumber): void {
  const page = run.pages.get(number)
  if (page?.onShow) visit(run, page, 'onShow')
}

export function hidePage(run: Run, number: PageNumber): void {
  const page = run.pages.get(number)
  if (!page?.onHide) return
  leave(run, page)
  page.onHide()
}

export function closePage(run: Run, number: PageNumber): void {
  const page = run.pages.get(number)
  if (!page) return
  const { state } = run.auths[0] as Auth
  run.trace.shown.push({ ...moment(run), auth: page.auth, state })
  leave(run, page)
  page.onUnload?.()
  wrappedOf(run, number).pages.lifetimes.detached.call(page)
  page.isClosed = true
  run.pages.delete(number)
}

function visit(run: Run, page: Page, hook: Hook): void {
  leave(run, page)
  const visited: Visit = { ...beginPageCall(run, page), hook, left: null }
  page.visit = visited
  run.trace.visits.push(visited)
  const done = page[hook]?.({ visit: visited })
  visited.returned = moment(run)
  if (!(done instanceof Promise)) return
  done.catch((error: unknown) => run.trace.strange.push(`${hook} rejects with ${String(error)}`))
}

function leave(run: Run, { visit: former }: Page): void {
  if (former) former.left ??= moment(run)
}
