import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import { FAULTS, type Fault } from './planted-faults'
import { WHOSE_FAULTS } from './planted-whose-faults'

const SRC = join(__dirname, '../../src')

type Property = typeof import('./property')

/** A model over sources in which one mistake has been made. */
async function plant(model: 'property' | 'whose', { file, code, instead }: Fault): Promise<Property> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, `${model}.ts`)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    plugins: [
      {
        name: 'planted-fault',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const contents = readFileSync(path, 'utf8')
            if (relative(SRC, path).replaceAll('\\', '/') !== file) return { contents, loader: 'ts' }
            const broken = contents.replace(code, instead)
            if (broken === contents && code !== instead) throw new Error(`${file} does not hold ${code}`)
            return { contents: broken, loader: 'ts' }
          })
        },
      },
    ],
  })
  const module = { exports: {} as Property }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the bundle just made
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, require)
  return module.exports
}

/** Each fault by its own seed, which finds it soon; nightly by others, too, and every one has to. */
const SEEDS = Number(process.env.PLANTED_SEEDS ?? 1)
const seeds = (first = 1) => Array.from({ length: SEEDS }, (_, index) => first + index)

const MODELS = [
  ['property', FAULTS],
  ['whose', WHOSE_FAULTS],
] as const

describe.each(MODELS)('the model %s', (model, faults) => {
  test.each(Object.entries(faults))(
    'finds a planted fault: %s',
    async (_, { seed, ...fault }) => {
      const { findCounterexample } = await plant(model, fault)
      for (const each of seeds(seed))
        expect(await findCounterexample(10_000, each, { shrink: false })).not.toBeNull()
    },
    SEEDS * 600_000,
  )

  test('finds nothing where nothing is planted', async () => {
    const { findCounterexample } = await plant(model, { file: 'index.ts', code: '', instead: '' })
    expect(await findCounterexample(500, 1)).toBeNull()
  })
})

test('each fault is looked for', () => expect(SEEDS).toBeGreaterThan(0))
