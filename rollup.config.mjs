import { readdirSync, readFileSync } from 'node:fs'
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

/** One build for the phone, which is copied as it is into miniprogram_npm/, and one for bundlers. */
const entries = (names, shared = {}) => ({
  input: Object.fromEntries(names.map((name) => [name, `${COMPILED}/${name}.js`])),
  output: [
    {
      ...{ dir: 'miniprogram_dist', format: 'cjs', exports: 'named', generatedCode, ...shared },
      chunkFileNames: '[name].js',
      plugins: [minify()],
    },
    {
      ...{ dir: 'es', format: 'es', generatedCode, ...shared },
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name].mjs',
    },
  ],
})

/** For the phone only. */
const script = (name) => ({
  input: `${COMPILED}/${name}.js`,
  output: {
    file: `miniprogram_dist/${name}.js`,
    ...{ format: 'cjs', exports: 'named', generatedCode },
    plugins: [minify()],
  },
})

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

// Every plugin is a file of its own, so that an app ships only those that it requires. What they share is in one more,
// so that a second plugin does not bring it again. The library needs neither.
const sharedByPlugins = {
  minifyInternalExports: true,
  manualChunks: (id) => (/\/plugin(s|-parts)\//.test(id) ? undefined : 'plugin-base'),
}
const plugins = readdirSync('src/plugins').map((file) => `plugins/${file.replace('.ts', '')}`)

const components = readdirSync('src/components', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `components/${name}/index`)

/** What WeChat wants beside a component's script. */
const besides = (name) => ({
  name: 'component-files',
  generateBundle() {
    for (const extension of ['json', 'wxml', 'wxss'])
      this.emitFile({
        type: 'asset',
        fileName: `index.${extension}`,
        source: readFileSync(`src/${name}.${extension}`),
      })
  },
})

/** On the phone only: a bundler, too, must find the one file in which the app and its components meet. */
const component = (name) => {
  const isComponent = name !== PROVIDE
  return {
    ...script(name),
    external: (id) => isComponent && id.endsWith('/provide'),
    plugins: isComponent ? [besides(name)] : [],
  }
}
const PROVIDE = 'components/provide'

const provideDeclarations = () => {
  const both = declarations(PROVIDE, fromIndex, (id) => id.startsWith('../'))
  return { ...both, output: both.output.slice(0, 1) }
}

export default [
  entries(['index']),
  entries(plugins, sharedByPlugins),
  ...[PROVIDE, ...components].map(component),
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
