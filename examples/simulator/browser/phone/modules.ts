import type { ComponentEnv } from 'glass-easel-miniprogram-adapter'
import type { MiniProgramBundle } from './bundle'

/** The globals that a module gets as parameters, besides `require`, `module` and `exports`. */
export interface Globals {
  wx: object
  App: (definition: object) => void
  Behavior: (definition: object) => object
  getApp: () => object | undefined
  getCurrentPages: () => object[]
}

/** CommonJS as a mini program has it: a module runs once, packages come from the nearest miniprogram_npm. */
export function createModules({ modules }: MiniProgramBundle, globals: Globals) {
  const loaded = new Map<string, { exports: unknown }>()

  return function load(path: string, registration?: ComponentEnv): unknown {
    const present = loaded.get(path)
    if (present) return present.exports
    const run = modules[path]
    if (!run) throw new Error(`module '${path}' is not defined`)
    const module = { exports: {} }
    loaded.set(path, module)
    const require = (id: string) => load(resolve(modules, path, id))
    const { wx, App, Behavior, getApp, getCurrentPages } = globals
    const { Page, Component } = registration ?? {}
    run.call(
      undefined,
      require,
      module,
      module.exports,
      wx,
      App,
      Page,
      Component,
      Behavior,
      getApp,
      getCurrentPages,
    )
    return module.exports
  }
}

function resolve(modules: MiniProgramBundle['modules'], from: string, id: string): string {
  const folders = from.split('/').slice(0, -1)
  const bases = /^\.{1,2}\//.test(id)
    ? [[...folders, id].join('/')]
    : id.startsWith('/')
      ? [id]
      : [
          ...[...folders, ''].map((_, depth) =>
            [...folders.slice(0, folders.length - depth), 'miniprogram_npm', id].join('/'),
          ),
          // Else a file beside: so WeChat's compiler names its helpers, in scripts next to app.json.
          [...folders, id].join('/'),
        ]
  for (const base of bases.map(normalize)) {
    const found = [base, `${base}.js`, `${base}/index.js`].find((path) => path in modules)
    if (found !== undefined) return found
  }
  throw new Error(`module '${id}' is not defined, required by ${from}`)
}

function normalize(path: string) {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
