import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Problem } from './problem.mjs'
import { runNode } from './run.mjs'

const SOURCES = ['src', 'rollup.config.mjs', 'tsconfig.base.json', 'package.json', 'package-lock.json']
const PUBLISHED = ['miniprogram_dist', 'es', 'types']
/** What tsc makes of src/. */
const COMPILED = '.cache/compiled'
/** The example gets the package as its users do: only what is published. */
const EXAMPLE = 'examples/miniprogram/node_modules/miniprogram-auth'
const STAMP = '.cache/built.txt'

/**
 * Builds the package and gives it to the example, unless nothing has changed since this did so last: neither what is
 * built nor, by whatever else, what came of it.
 */
export async function build() {
  // As it was before the build: what changes during one is for the next.
  const sources = state(SOURCES)
  const stamp = () => sources + state([...PUBLISHED, COMPILED, EXAMPLE])
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp()) return

  console.error('Building the package …')
  for (const folder of [...PUBLISHED, COMPILED, EXAMPLE]) rmSync(folder, { recursive: true, force: true })
  await step('node_modules/typescript/bin/tsc', '-b', 'src/testing')
  await step('node_modules/rollup/dist/bin/rollup', '--config', 'rollup.config.mjs', '--silent')
  for (const path of ['package.json', 'LICENSE', ...PUBLISHED])
    cpSync(path, join(EXAMPLE, path), { recursive: true })
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, stamp())
}

async function step(...args) {
  const { code, said } = await runNode(args)
  if (code !== 0) throw new Problem(said)
}

/** Every file, with its size and when it was written. */
const state = (paths) =>
  paths
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const status = statSync(path)
      if (status.isDirectory()) return state(readdirSync(path).map((name) => join(path, name)))
      return `${path} ${status.size} ${status.mtimeMs}\n`
    })
    .join('')
