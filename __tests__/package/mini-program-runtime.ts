import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createContext, runInContext, type Context } from 'node:vm'
import { ROOT } from './packed'

/** What a bare context has, and no phone promises. */
const NEWER = [
  ...['WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'WebAssembly'],
  ...['Intl', 'AggregateError', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Iterator', 'globalThis'],
]

/** What base library 2.10.0 and the engines of its day are without. */
const NEWER_METHODS: Record<string, readonly string[]> = {
  Array: ['fromAsync'],
  'Array.prototype': ['at', 'flat', 'flatMap', 'findLast', 'findLastIndex', 'includes', 'with', 'toSorted'],
  Object: ['entries', 'values', 'fromEntries', 'hasOwn', 'groupBy', 'getOwnPropertyDescriptors'],
  Promise: ['allSettled', 'any', 'withResolvers', 'try'],
  'Promise.prototype': ['finally'],
  'String.prototype': [
    ...['at', 'matchAll', 'padStart', 'padEnd', 'replaceAll', 'trimStart', 'trimEnd'],
    ...['isWellFormed', 'toWellFormed'],
  ],
}

/** The logic layer of a mini program: the language of 2015, `wx`, console, timers, and no code made of strings. */
export function createRuntime(globals: object): Context {
  const context = createContext(
    { console, setTimeout, clearTimeout, ...globals },
    { codeGeneration: { strings: false, wasm: false } },
  )
  for (const name of NEWER) runInContext(`delete this.${name}`, context)
  for (const [owner, names] of Object.entries(NEWER_METHODS))
    for (const name of names) runInContext(`delete ${owner}.${name}`, context)
  return context
}

/** A mini program's require, for the files of a folder: relative paths and the packages of miniprogram_npm, no Node. */
export function createRequire(context: Context, folder = join(ROOT, 'miniprogram_dist')) {
  const modules = new Map<string, { exports: object }>()

  /** A name without ./ is a package's, or, as WeChat's compiler writes it, that of a file beside. */
  function find(name: string, from: string): string {
    const places = name.startsWith('.') ? [from] : ['miniprogram_npm', from]
    const files = places.flatMap((place) => ['', '.js', '/index.js'].map((end) => join(place, name) + end))
    const found = files.find((file) => file.endsWith('.js') && existsSync(join(folder, file)))
    if (!found) throw new Error(`require('${name}') in ${from}/`)
    return found
  }

  return function requireFile(name: string, from = '.'): object {
    const file = find(name, from)
    const known = modules.get(file)
    if (known) return known.exports
    const module = { exports: {} }
    modules.set(file, module)
    const code = readFileSync(join(folder, file), 'utf8')
    const wrapped = `(function (exports, module, require) { 'use strict'; ${code}\n})`
    const run = runInContext(wrapped, context, { filename: file }) as (...args: unknown[]) => void
    run(module.exports, module, (required: string) => requireFile(required, dirname(file)))
    return module.exports
  }
}

/** The scripts of miniprogram_dist, the components' included. */
export function listScripts(files: readonly string[]): string[] {
  return files
    .filter((file) => file.startsWith('miniprogram_dist/') && file.endsWith('.js'))
    .map((file) => file.slice('miniprogram_dist/'.length))
}
