import { answerOrPromise, type Callbacks } from '../../wx/callbacks'
import { WxFailure, type Failure } from '../../wx/failure'
import type { AppConfig } from './bundle'
import type { OpenPage } from './pages'

type Open = (route: string, query: Record<string, string>) => OpenPage
type To = { url: string } & Callbacks<object>

interface Target {
  route: string
  query: Record<string, string>
  tab: boolean
}

const DEEPEST_STACK = 10

/** The page stack. Pages of the tab bar are kept once opened; the others end when they are left. */
export function createNavigation(
  config: AppConfig,
  open: Open,
  changed: (page: OpenPage, depth: number) => void,
) {
  const tabRoutes = config.tabBar?.list.map(({ pagePath }) => pagePath) ?? []
  const tabs = new Map<string, OpenPage>()
  let stack: OpenPage[] = []

  const isTab = (page: OpenPage) => tabs.get(page.route) === page
  const top = () => stack.at(-1)

  function show(page: OpenPage) {
    page.show()
    changed(page, stack.length)
  }

  /** What a URL names, before anything is left for it: a failure leaves the stack as it is. */
  function find(api: string, url: string, kind: 'tab' | 'page' | 'any'): Target {
    const { route, query } = parse(url, top()?.route)
    const tab = tabRoutes.includes(route)
    if (!config.pages.includes(route)) throw new WxFailure(`${api}:fail page "${route}" is not found`)
    if (kind === 'page' && tab) throw new WxFailure(`${api}:fail can not ${api} a tabbar page`)
    if (kind === 'tab' && !tab) throw new WxFailure(`${api}:fail can not switch to no-tabBar page`)
    return { route, query, tab }
  }

  function push({ route, query, tab }: Target) {
    const present = tabs.get(route)
    const page = present ?? open(route, query)
    if (tab) tabs.set(route, page)
    stack.push(page)
    // In the stack by then: getCurrentPages() has the page that is being loaded.
    if (!present) page.load()
    show(page)
  }

  /** Takes pages off the stack: those of the tab bar are hidden, the others are gone. */
  function pop(count: number) {
    const hidden = top()
    for (const page of stack.splice(stack.length - count, count).reverse()) {
      if (!isTab(page)) page.unload()
      else if (page === hidden) page.hide()
    }
  }

  const api = (name: string, act: (options: To) => void) => (options: To) =>
    answerOrPromise(name, options, () => {
      act(options)
      return {}
    })

  const wx = {
    navigateTo: api('navigateTo', ({ url }) => {
      const target = find('navigateTo', url, 'page')
      if (stack.length >= DEEPEST_STACK) throw new WxFailure('navigateTo:fail webview count limit exceed')
      top()?.hide()
      push(target)
    }),
    redirectTo: api('redirectTo', ({ url }) => {
      const target = find('redirectTo', url, 'page')
      pop(1)
      push(target)
    }),
    switchTab: api('switchTab', ({ url }) => {
      const target = find('switchTab', url, 'tab')
      if (target.route === top()?.route) return
      pop(stack.length)
      push(target)
    }),
    reLaunch: api('reLaunch', ({ url }) => {
      const target = find('reLaunch', url, 'any')
      const closing = new Set([...stack.reverse(), ...tabs.values()])
      tabs.clear()
      stack = []
      closing.forEach((page) => page.unload())
      push(target)
    }),
    navigateBack: ({ delta = 1, ...callbacks }: { delta?: number } & Callbacks<object> = {}) =>
      answerOrPromise('navigateBack', callbacks, () => {
        if (stack.length < 2) throw new WxFailure('navigateBack:fail cannot navigate back at first page.')
        pop(Math.min(delta, stack.length - 1))
        const page = top()
        if (page) show(page)
        return {}
      }),
  }

  return {
    start: () => push(find('reLaunch', `/${config.pages[0]}`, 'any')),
    current: top,
    pages: () => stack.map(({ instance }) => instance),
    /** `<navigator>`. */
    follow(openType: string, { url, delta }: { url: string; delta: number }) {
      const to = { url, fail: ({ errMsg }: Failure) => console.warn(errMsg) }
      if (openType === 'navigateBack') void wx.navigateBack({ ...to, delta })
      else if (openType === 'navigate') void wx.navigateTo(to)
      else if (openType === 'redirect') void wx.redirectTo(to)
      else if (openType === 'switchTab' || openType === 'reLaunch') void wx[openType](to)
    },
    wx,
  }
}

/** '/a/b?c=d', or relative to the page that is left. The values of a query stay encoded, as on a phone. */
function parse(url: string, from = '') {
  const [path = '', search = ''] = url.split('?')
  const pairs = search.split('&').filter(Boolean)
  return {
    route: new URL(path, `app://app/${from}`).pathname.slice(1),
    query: Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string])),
  }
}
