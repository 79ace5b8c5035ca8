import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import type { AuthOptions, Surroundings } from '../../src/index'
import { ROOT, TOOLS } from './packed'

// On iOS 15 and older `Promise` is a polyfill whose reactions are timers: they come after what the platform has called
// back meanwhile, and stand still while the app is suspended. The app's own async functions bypass it there, as the
// model's do here.

const RUNS = 1000
const BUNDLE = join(ROOT, 'miniprogram_dist')

interface OldPromise extends PromiseConstructor {
  _immediateFn: (reaction: () => void) => void
  _unhandledRejectionFn: (reason: unknown) => void
}
type Library = typeof import('../../src/index')
type Model = typeof import('./old-promise-model')

// eslint-disable-next-line @typescript-eslint/no-require-imports -- from a folder of its own
const OldPromise = require(join(TOOLS, 'promise-polyfill')) as OldPromise
// The platform's is of 2015, and tells nobody.
for (const newer of ['allSettled', 'any']) Reflect.deleteProperty(OldPromise, newer)
Reflect.deleteProperty(OldPromise.prototype, 'finally')
OldPromise._unhandledRejectionFn = () => undefined

let reactions = 0

/** The library whose promises react by the clock of the phone that it runs on. */
function withOldPromise(library: Library) {
  return {
    ...library,
    createAuth(options: AuthOptions, surroundings: Surroundings) {
      OldPromise._immediateFn = (reaction) => {
        reactions++
        surroundings.clock.after(0, reaction)
      }
      return library.createAuth(options, surroundings)
    },
  }
}

/** The model, with the bundle in the place of the source, and that Promise in the place of the language's in it. */
async function buildModel(change = (code: string) => code): Promise<Model> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'old-promise-model.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    plugins: [
      {
        name: 'old-promise',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /\/src\/index$/ }, () => ({ path: 'library', namespace: 'old' }))
          onResolve({ filter: /\/src\/(buttons|page|prefetch|piggyback)$/ }, ({ path }) => ({
            path: join(BUNDLE, `${basename(path)}.js`),
          }))
          onLoad({ filter: /.*/, namespace: 'old' }, () => ({
            contents: `module.exports = withOldPromise(require('./index.js'))`,
            resolveDir: BUNDLE,
          }))
          onLoad({ filter: /miniprogram_dist/ }, ({ path }) => ({
            contents: `var Promise = OldPromise; ${change(readFileSync(path, 'utf8'))}`,
          }))
        },
      },
    ],
  })
  const module = { exports: {} as Model }
  const scope = { module, exports: module.exports, require, withOldPromise, OldPromise }
  const code = outputFiles[0]?.text ?? ''
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the bundle just made
  new Function(...Object.keys(scope), code)(...Object.values(scope))
  return module.exports
}

describe('where promises react by timers, as on iOS 15 and older', () => {
  test(`whatever happens in whatever order, the promises hold (${RUNS} runs)`, async () => {
    const { findCounterexample } = await buildModel()
    expect(await findCounterexample(RUNS, 1)).toBeNull()
    expect(reactions).toBeGreaterThan(RUNS * 10)
  }, 600_000)

  test('a bundle that tells another error than it should would be found', async () => {
    const { findCounterexample } = await buildModel((code) => code.replaceAll('"LOGGED_OUT"', '"NETWORK"'))
    expect(await findCounterexample(RUNS, 1)).not.toBeNull()
  })
})
