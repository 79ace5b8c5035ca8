import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'
import { dts } from 'rollup-plugin-dts'

// Mini programs polyfill library features, never syntax: ES2015 is what runs everywhere.
const generatedCode = { preset: 'es2015', symbols: false }
const compile = (compilerOptions = {}) =>
  typescript({
    tsconfig: 'src/tsconfig.json',
    compilerOptions: {
      composite: false,
      declaration: false,
      emitDeclarationOnly: false,
      outDir: undefined,
      rootDir: undefined,
      ...compilerOptions,
    },
  })

export default [
  {
    input: 'src/index.ts',
    plugins: [compile()],
    output: [
      {
        // Copied as it is into miniprogram_npm/: nothing but what runs on the phone belongs there.
        file: 'miniprogram_dist/index.js',
        format: 'cjs',
        exports: 'named',
        generatedCode,
        plugins: [terser({ ecma: 2015, compress: { passes: 2 } })],
      },
      { file: 'es/index.mjs', format: 'es', generatedCode },
    ],
  },
  {
    input: 'src/index.ts',
    plugins: [dts({ tsconfig: 'src/tsconfig.json', compilerOptions: { composite: false } })],
    // The same declarations twice: Node's resolution tells ESM from CommonJS by the file's name.
    output: [{ file: 'types/index.d.ts' }, { file: 'types/index.d.mts' }],
  },
  {
    // The fake wx runs in a test runner and not on the phone: newer syntax, outside of miniprogram_dist/.
    input: 'src/testing/index.ts',
    plugins: [compile({ target: 'ES2022' })],
    output: [
      { file: 'es/testing.cjs', format: 'cjs', exports: 'named' },
      { file: 'es/testing.mjs', format: 'es' },
    ],
  },
  {
    input: 'src/testing/index.ts',
    plugins: [dts({ tsconfig: 'src/tsconfig.json', compilerOptions: { composite: false } })],
    output: [{ file: 'types/testing.d.ts' }, { file: 'types/testing.d.mts' }],
  },
]
