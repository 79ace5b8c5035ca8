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
// These are a folder each.
const beside = ['buttons', 'page', 'prefetch', 'piggyback']
const plugins = readdirSync('src/plugins').map((file) => `plugins/${file.replace('.ts', '')}`)
const PROVIDE = 'components/provide'
/** Without its extension. */
const compiled = (name) => `${COMPILED}/${[...beside, 'testing'].includes(name) ? `${name}/index` : name}`
const components = readdirSync('src/components', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `components/${name}/index`)

function manualChunks(id, { getModuleInfo }) {
  // Who needs one function of these requires the file of all: it is small, and an app has it once.
  const own = beside.find((name) => relative(COMPILED, id).startsWith(name))
  if (own) return own
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
const inputs = (names) => Object.fromEntries(names.map((name) => [name, `${compiled(name)}.js`]))

/** For the phone: it is copied as it is into miniprogram_npm/. */
const phone = {
  input: inputs(['index', ...beside, ...plugins, PROVIDE, ...components]),
  plugins: [componentFiles()],
  output: {
    ...output,
    ...{ dir: 'miniprogram_dist', format: 'cjs', chunkFileNames: '[name].js' },
    plugins: [minify()],
  },
}

/** For bundlers, without the components, which only WeChat's compiler knows. */
const bundlers = {
  input: inputs(['index', ...beside, ...plugins]),
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
  input: `${compiled(name)}.d.ts`,
  external,
  plugins: [dts()],
  output: [
    { file: `types/${name}.d.ts`, plugins: [rewrite('')] },
    { file: `types/${name}.d.mts`, plugins: [rewrite('.mjs')] },
  ],
})

/** Types that entry points share come from the one that exports them, and options are added to those. */
const ownTypes = (name) => (extension) => ({
  name: 'own-types',
  renderChunk: (code) =>
    code.replaceAll(/(from|declare module) '\.\.\/(?!\.)([^'/]*)[^']*'/g, (_, keyword, folder) => {
      const up = name.includes('/') ? '..' : '.'
      return `${keyword} '${up}/${beside.includes(folder) ? folder : 'index'}${extension}'`
    }),
})
const ownDeclarations = (name) => declarations(name, ownTypes(name), (id) => id.startsWith('../'))

const provideDeclarations = () => {
  const both = ownDeclarations(PROVIDE)
  return { ...both, output: both.output.slice(0, 1) }
}

export default [
  phone,
  bundlers,
  declarations('index'),
  ...[...beside, ...plugins].map(ownDeclarations),
  provideDeclarations(),
  {
    // The fake wx runs in a test runner and not on the phone: newer syntax, outside of miniprogram_dist/.
    input: `${compiled('testing')}.js`,
    output: [
      { file: 'es/testing.cjs', format: 'cjs', exports: 'named' },
      { file: 'es/testing.mjs', format: 'es' },
    ],
  },
  declarations('testing'),
]
