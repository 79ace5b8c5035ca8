import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire, createRuntime } from '../package/mini-program-runtime'
import type { World } from '../support/phone'

type Hook = (this: object, ...args: unknown[]) => unknown
type Definition = Record<string, unknown>

/** What is on the screen: a page's data and its handlers. */
export interface RunningPage {
  data: Record<string, unknown>
  call(handler: string, ...args: unknown[]): unknown
}

/** A compiled mini program on a phone: what the framework does with its scripts, and no more. */
export function startApp(folder: string, world: World) {
  const defined = { app: {} as Definition, page: {} as Definition, components: 0 }
  const { setTimeout, clearTimeout } = globalThis
  const context = createRuntime({
    ...{ wx: world.wx, setTimeout, clearTimeout },
    App: (definition: Definition) => (defined.app = definition),
    Page: (definition: Definition) => (defined.page = definition),
    Component: () => defined.components++,
    Behavior: () => 'behavior',
    getApp: () => defined.app,
    getCurrentPages: () => [],
  })
  const requireFile = createRequire(context, folder)
  const readJSON = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Definition

  requireFile('app.js')
  const { onLaunch } = defined.app as { onLaunch?: Hook }
  onLaunch?.call(defined.app, {})

  function loadComponents(page: string) {
    const { usingComponents = {} } = readJSON(`${page}.json`) as { usingComponents?: Record<string, string> }
    for (const path of Object.values(usingComponents)) requireFile(path, dirname(page))
  }

  /** Runs a page's script and those of its components. */
  function load(path: string): Definition {
    defined.page = {}
    loadComponents(path)
    requireFile(path)
    return defined.page
  }

  return {
    pages: readJSON('app.json').pages as string[],
    /** How many components have registered themselves. */
    get components() {
      return defined.components
    },
    load,
    open(path: string): RunningPage {
      const definition = load(path)
      const page: Definition & { data: Definition } = {
        ...definition,
        data: { ...(definition.data as object) },
      }
      page.setData = (data: object) => Object.assign(page.data, data)
      const call = (handler: string, ...args: unknown[]) =>
        (page[handler] as Hook | undefined)?.apply(page, args)
      call('onLoad', {})
      call('onShow')
      return { data: page.data, call }
    },
  }
}
