import { fileURLToPath } from 'node:url'
import { compileFunction } from 'node:vm'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/** What esbuild makes of a file, or of a line of code, with all that it imports: `{ file }` or `{ code }`. */
export async function bundle({ file, code }, options = {}) {
  const { outputFiles } = await build({
    ...(file
      ? { entryPoints: [`${here}peers/${file}.mjs`] }
      : { stdin: { contents: code, resolveDir: here } }),
    bundle: true,
    write: false,
    format: 'cjs',
    // As a mini program's builder: the package's main file, and nothing of Node.
    platform: 'browser',
    mainFields: ['miniprogram', 'module', 'main'],
    // Neither exists in a mini program; luch-request is written for the `uni` that uni-app puts in the place of `wx`.
    define: { window: 'globalThis', uni: 'wx' },
    logLevel: 'error',
    ...options,
  })
  return outputFiles[0].text
}

/** Runs it anew: libraries keep their state in their modules. */
export function load(code, filename) {
  const module = { exports: {} }
  compileFunction(code, ['module', 'exports'], { filename })(module, module.exports)
  return module.exports
}
