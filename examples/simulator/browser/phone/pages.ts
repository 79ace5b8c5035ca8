import { MiniProgramEnv, type Root } from 'glass-easel-miniprogram-adapter'
import { createBackend } from './backend'
import { defineBuiltIns, type Doings } from './built-ins'
import type { MiniProgramBundle } from './bundle'
import type { createModules } from './modules'
import type { Attempt } from './problems'

/** A page as the app knows it. */
export interface PageInstance {
  route?: string
  options?: Record<string, string>
  onLoad?(query: Record<string, string>): void
  onShow?(): void
  onReady?(): void
  onHide?(): void
  onUnload?(): void
  onPullDownRefresh?(): void
}

export interface OpenPage {
  readonly route: string
  readonly instance: PageInstance
  load(): void
  show(): void
  hide(): void
  unload(): void
}

/** Makes pages of routes: the component space of the app, and a DOM element for each page. */
export function createPages(
  bundle: MiniProgramBundle,
  load: ReturnType<typeof createModules>,
  { tap, ...doings }: Doings & { tap: () => void },
  screen: HTMLElement,
  attempt: Attempt,
) {
  const environment = new MiniProgramEnv()
  const space = environment.createCodeSpace('main', true)
  const backend = environment.associateBackend(createBackend(tap))
  const registered = new Set<string>()

  defineBuiltIns(space.getComponentSpace(), doings)
  for (const [path, config] of Object.entries(bundle.configs)) {
    if (path !== 'app') space.addComponentStaticConfig(path, config)
  }
  for (const [path, content] of Object.entries(bundle.templates)) {
    // The templates find each other, for <import> and <include>, in the list.
    space.addCompiledTemplate(path, { groupList: bundle.templates, content })
  }
  for (const [path, css] of Object.entries(bundle.styles)) {
    const scope = bundle.configs[path]?.component ? path.replace(/\W+/g, '-') : undefined
    space.addStyleSheet(path, `${path}.wxss`, scope)
    backend.registerStyleSheetContent(`${path}.wxss`, css)
  }

  function register(path: string) {
    if (registered.has(path)) return
    registered.add(path)
    const { usingComponents = {} } = bundle.configs[path] ?? {}
    for (const component of Object.values(usingComponents)) register(component.slice(1))
    const script = `${path}.js`
    const isDefined = () => space.getComponentSpace().getComponentByUrlWithoutDefault(path, '') !== null
    attempt(script, () => {
      space.componentEnv(path, (registration) => load(script, registration))
      if (!isDefined()) throw new Error('没有调用 Page() 或 Component()')
    })
    // It is there without its script, as on a phone.
    if (!isDefined()) space.component(path).register()
  }

  function open(route: string, query: Record<string, string>): OpenPage {
    register(route)
    const element = document.createElement('div')
    const placeholder = document.createElement('div')
    element.className = 'page'
    element.dataset.route = route
    element.append(placeholder)
    screen.append(element)
    const root: Root = backend.createRoot('page', space, route)
    root.attach(element as never, placeholder as never)
    const instance = root.get() as PageInstance
    const tellComponents = (lifetime: 'show' | 'hide') =>
      root.getComponent().triggerPageLifetime(lifetime, [])
    Object.assign(instance, { route, options: query })
    const call = (method: string, work: () => void) => attempt(`${route}.js ${method}`, work)
    let ready = false

    return {
      route,
      instance,
      load: () => call('onLoad', () => instance.onLoad?.(query)),
      show() {
        element.hidden = false
        tellComponents('show')
        call('onShow', () => instance.onShow?.())
        if (!ready) call('onReady', () => instance.onReady?.())
        ready = true
      },
      hide() {
        element.hidden = true
        tellComponents('hide')
        call('onHide', () => instance.onHide?.())
      },
      unload() {
        call('onUnload', () => instance.onUnload?.())
        root.release()
        element.remove()
      },
    }
  }
  return {
    open,
    /** `Behavior`, which belongs to no page or component, so that any module may call it. */
    defineBehavior: (definition: object): object => space.behavior().definition(definition).register(),
  }
}
