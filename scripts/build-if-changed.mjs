// Builds the package, unless nothing has changed since this did so last: neither what is built nor, by another build,
// what came of it.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const SOURCES = ['src', 'rollup.config.mjs', 'tsconfig.base.json', 'package.json', 'package-lock.json']
const BUILT = ['miniprogram_dist', 'es', 'types']
const STAMP = '.cache/built.txt'

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

// As it was before the build: what changes during one is for the next.
const sources = state(SOURCES)
const stamp = () => sources + state(BUILT)

if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== stamp()) {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' })
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, stamp())
}
