import { answerOrPromise, type Callbacks } from '../../wx/callbacks'
import { WxFailure } from '../../wx/failure'
import type { AppConfig } from './bundle'
import type { OpenPage } from './pages'

type Open = (route: string, query: Record<string, string>) => OpenPage
type To = { url: string } & Callbacks<object>

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

  function push(url: string, kind: 'tab' | 'page' | 'any', api: string) {
    const { route, query } = parse(url)
    const tab = tabRoutes.includes(route)
    if (!config.pages.includes(route)) throw new WxFailure(`${api}:fail page "${route}" is not found`)
    if (kind === 'page' && tab) throw new WxFailure(`${api}:fail can not ${api} a tabbar page`)
    if (kind === 'tab' && !tab) throw new WxFailure(`${api}:fail can not switch to no-tabBar page`)
    const page = tabs.get(route) ?? open(route, query)
    if (tab) tabs.set(route, page)
    stack.push(page)
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

  return {
    start: () => push(config.pages[0] ?? '', 'any', 'reLaunch'),
    current: top,
    pages: () => stack.map(({ instance }) => instance),
    wx: {
      navigateTo: api('navigateTo', ({ url }) => {
        if (stack.length >= DEEPEST_STACK) throw new WxFailure('navigateTo:fail webview count limit exceed')
        top()?.hide()
        push(url, 'page', 'navigateTo')
      }),
      redirectTo: api('redirectTo', ({ url }) => {
        pop(1)
        push(url, 'page', 'redirectTo')
      }),
      switchTab: api('switchTab', ({ url }) => {
        if (parse(url).route === top()?.route) return
        pop(stack.length)
        push(url, 'tab', 'switchTab')
      }),
      reLaunch: api('reLaunch', ({ url }) => {
        const closing = new Set([...stack, ...tabs.values()])
        tabs.clear()
        stack = []
        closing.forEach((page) => page.unload())
        push(url, 'any', 'reLaunch')
      }),
      navigateBack: ({ delta = 1, ...callbacks }: { delta?: number } & Callbacks<object> = {}) =>
        answerOrPromise('navigateBack', callbacks, () => {
          pop(Math.min(delta, stack.length - 1))
          const page = top()
          if (page) show(page)
          return {}
        }),
    },
  }
}

function parse(url: string) {
  const [path = '', search = ''] = url.replace(/^\//, '').split('?')
  return { route: path, query: Object.fromEntries(new URLSearchParams(search).entries()) }
}
