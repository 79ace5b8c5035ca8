import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import terser from '@rollup/plugin-terser'
import { dts } from 'rollup-plugin-dts'

// What tsc has made of src/, scripts and declarations.
const COMPILED = '.cache/compiled'
// Mini programs polyfill library features, never syntax: ES2015 is what runs everywhere.
const generatedCode = { preset: 'es2015', symbols: false }
// Nobody constructs or extends a function of ours, so any that has no `this` may be an arrow; and a helper that is
// called from three places is shorter as a helper, once it is compressed.
const compress = { passes: 3, unsafe_arrows: true, inline: 1 }
const minify = () => terser({ ecma: 2015, compress })

// Every entry point is a file of its own, so that an app ships only those that it requires. What several of them need is
// in one of three more: shared, plugin-base, component-base. So nothing is in an app twice, and AuthError is one class.
const plugins = readdirSync('src/plugins').map((file) => `plugins/${file.replace('.ts', '')}`)
const PROVIDE = 'components/provide'
const components = readdirSync('src/components', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `components/${name}/index`)

function manualChunks(id, { getModuleInfo }) {
  if (getModuleInfo(id).isEntry) return undefined
  const entries = entriesOf(id, getModuleInfo)
  if (entries.length === 1) return undefined
  for (const kind of ['plugin', 'component'])
    if (entries.every((entry) => relative(COMPILED, entry).startsWith(`${kind}s`))) return `${kind}-base`
  return 'shared'
}

/** The entry points that need a module, directly or by way of others. */
function entriesOf(id, getModuleInfo) {
  const needing = new Set([id])
  // A set is iterated over what is added meanwhile, too.
  for (const module of needing) getModuleInfo(module).importers.forEach((importer) => needing.add(importer))
  return [...needing].filter((module) => getModuleInfo(module).isEntry)
}

/** What is the same for all that runs in a mini program. */
const output = { manualChunks, exports: 'named', generatedCode, minifyInternalExports: true }
const inputs = (names) => Object.fromEntries(names.map((name) => [name, `${COMPILED}/${name}.js`]))

/** For the phone: it is copied as it is into miniprogram_npm/. */
const phone = {
  input: inputs(['index', ...plugins, PROVIDE, ...components]),
  plugins: [componentFiles()],
  output: {
    ...output,
    ...{ dir: 'miniprogram_dist', format: 'cjs', chunkFileNames: '[name].js' },
    plugins: [minify()],
  },
}

/** For bundlers, without the components, which only WeChat's compiler knows. */
const bundlers = {
  input: inputs(['index', ...plugins]),
  output: {
    ...output,
    ...{ dir: 'es', format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
  },
}

/** What WeChat wants beside a component's script. */
function componentFiles() {
  return {
    name: 'component-files',
    generateBundle() {
      for (const name of components)
        for (const extension of ['json', 'wxml', 'wxss'])
          this.emitFile({
            type: 'asset',
            fileName: `${name}.${extension}`,
            source: readFileSync(`src/${name}.${extension}`),
          })
    },
  }
}

/** The same declarations twice: Node's resolution tells ESM from CommonJS by the file's name. */
const declarations = (name, rewrite = () => undefined, external = []) => ({
  input: `${COMPILED}/${name === 'testing' ? 'testing/index' : name}.d.ts`,
  external,
  plugins: [dts()],
  output: [
    { file: `types/${name}.d.ts`, plugins: [rewrite('')] },
    { file: `types/${name}.d.mts`, plugins: [rewrite('.mjs')] },
  ],
})

/** Types that a plugin shares with the library come from the library's own file, and options are added to those. */
const fromIndex = (extension) => ({
  name: 'types-from-index',
  renderChunk: (code) =>
    code.replaceAll(/(from|declare module) '\.\.\/(?!\.)[^']*'/g, `$1 '../index${extension}'`),
})

const provideDeclarations = () => {
  const both = declarations(PROVIDE, fromIndex, (id) => id.startsWith('../'))
  return { ...both, output: both.output.slice(0, 1) }
}

export default [
  phone,
  bundlers,
  declarations('index'),
  ...plugins.map((name) => declarations(name, fromIndex, (id) => id.startsWith('../'))),
  provideDeclarations(),
  {
    // The fake wx runs in a test runner and not on the phone: newer syntax, outside of miniprogram_dist/.
    input: `${COMPILED}/testing/index.js`,
    output: [
      { file: 'es/testing.cjs', format: 'cjs', exports: 'named' },
      { file: 'es/testing.mjs', format: 'es' },
    ],
  },
  declarations('testing'),
]
