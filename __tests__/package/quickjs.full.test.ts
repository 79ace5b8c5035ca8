import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ROOT, TOOLS } from './packed'

// An engine that is none of those in a phone: what works here and in V8 is the language, and no engine's habit.
interface Handle {
  dispose(): void
}
interface Engine {
  evalCode(code: string, file: string): { value: Handle; error?: undefined } | { error: Handle }
  dump(handle: Handle): unknown
  runtime: { executePendingJobs(): { value: number; error?: undefined } | { error: Handle } }
  dispose(): void
}
interface Variant {
  importModuleLoader(): Promise<unknown>
}
/* eslint-disable @typescript-eslint/no-require-imports -- from a folder of its own */
const { newQuickJSWASMModuleFromVariant } = require(join(TOOLS, 'quickjs-emscripten')) as {
  newQuickJSWASMModuleFromVariant(variant: Variant): Promise<{ newContext(): Engine }>
}
const VARIANT = join(TOOLS, '@jitl/quickjs-wasmfile-release-sync/dist')
const { default: variant } = require(join(VARIANT, 'index.js')) as { default: Variant }
const moduleLoader: unknown = require(join(VARIANT, 'emscripten-module.cjs'))
/* eslint-enable */

/** The fake phone needs a macrotask, and no clock. */
const HOST = `
var tasks = []
var setTimeout = (callback) => tasks.push(callback)
var nextTask = () => { var task = tasks.shift(); if (task) task(); return task !== undefined }
var sources = {}, modules = {}
function requireFrom(folder, name) {
  var path = []
  for (var part of (folder + '/' + name).split('/')) part === '..' ? path.pop() : part === '.' || path.push(part)
  var file = path.join('/').replace(/(\\.c?js)?$/, (extension) => extension || '.js')
  if (!modules[file]) {
    if (!sources[file]) throw new Error('there is no ' + file)
    var module = (modules[file] = { exports: {} })
    sources[file](module, module.exports, (name) => requireFrom(path.slice(0, -1).join('/'), name))
  }
  return modules[file].exports
}
`

let engine: Engine
beforeAll(async () => {
  // Its own loader imports, which jest does not let a package do.
  const importModuleLoader = () => Promise.resolve(moduleLoader)
  engine = (await newQuickJSWASMModuleFromVariant({ ...variant, importModuleLoader })).newContext()
  evaluate(HOST)
})
afterAll(() => engine?.dispose())

function evaluate(code: string, file = 'host.js'): unknown {
  const result = engine.evalCode(code, file)
  const handle = result.error ?? result.value
  const value = engine.dump(handle)
  handle.dispose()
  if (result.error) throw new Error(`${file}: ${JSON.stringify(value)}`)
  return value
}

function provide(...files: string[]) {
  for (const file of files) {
    const code = readFileSync(join(ROOT, file), 'utf8')
    evaluate(`sources['${file}'] = function (module, exports, require) { ${code}\n}; 0`, file)
  }
}

/** Runs an async function in the engine, to its end. */
function runToEnd(body: string): unknown {
  evaluate(`var result, problem; (async () => { ${body} })().then(
    (value) => { result = value; problem = null }, (error) => { problem = String(error) + error.stack }); 0`)
  do {
    const jobs = engine.runtime.executePendingJobs()
    if (jobs.error) throw new Error(JSON.stringify(engine.dump(jobs.error)))
  } while (evaluate('nextTask()') === true)
  expect(evaluate('problem')).toBeNull()
  return evaluate('JSON.stringify(result)')
}

test('in QuickJS, too, an app logs in, survives an expiry and an outage, and logs out', () => {
  const requires = /require\("(\.[^"]+)"\)/g
  const bundle = ['miniprogram_dist/index.js', 'miniprogram_dist/plugins/retry.js']
  const shared = bundle.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(requires)].map(([, name = '']) =>
      join(dirname(file), name).replaceAll('\\', '/'),
    ),
  )
  provide('es/testing.cjs', ...bundle, ...new Set(shared))
  const told = runToEnd(`
    const { createWorld } = requireFrom('es', './testing.cjs')
    const { createAuth, isAuthError } = requireFrom('miniprogram_dist', './index')
    const { retry } = requireFrom('miniprogram_dist/plugins', './retry')
    const world = createWorld()
    const options = { baseURL: 'https://api.example.com', login: '/login', use: [retry()], wx: world.wx }
    const auth = createAuth(options, world.surroundings)
    const storm = () => world.until(Promise.all(Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))))
    const first = await storm()
    world.server.expireAll()
    const second = await storm()
    world.network.goOffline()
    const error = await world.until(auth.request({ url: '/orders' }).catch((reason) => reason))
    world.network.goOnline()
    await world.until(auth.logout())
    const { status } = auth.state
    await world.until(auth.login())
    return [first.concat(second).map((response) => response.statusCode), isAuthError(error, 'NETWORK'), status,
      auth.state.status, world.history.logins()]`)
  const statusCodes = Array(20).fill(200)
  expect(told).toBe(JSON.stringify([statusCodes, true, 'loggedOut', 'authenticated', 3]))
})
