// Bundles the apps of a folder with every bundler, each as a script that makes a global `app` of the app's exports:
// node bundle.mjs FOLDER APP … writes FOLDER/out/BUNDLER/APP.js.
import { join } from 'node:path'
import { promisify } from 'node:util'
import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import * as esbuild from 'esbuild'
import { rollup } from 'rollup'
import * as vite from 'vite'
import webpack from 'webpack'

const [folder, ...apps] = process.argv.slice(2)
// Nothing that a bundler might find in the environment.
process.chdir(folder)

const BUNDLERS = {
  async rollup(input, dir, file) {
    const bundle = await rollup({ input, plugins: [nodeResolve(), commonjs()], logLevel: 'silent' })
    await bundle.write({ file: join(dir, file), format: 'iife', name: 'app', plugins: [terser()] })
  },

  async esbuild(input, dir, file) {
    const settings = { bundle: true, minify: true, format: 'iife', globalName: 'app', logLevel: 'error' }
    await esbuild.build({ ...settings, entryPoints: [input], outfile: join(dir, file) })
  },

  async webpack(entry, path, filename) {
    const output = { path, filename, library: { name: 'app', type: 'var' } }
    const stats = await promisify(webpack)({ mode: 'production', target: ['web', 'es2015'], entry, output })
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString())
  },

  async vite(entry, outDir, file) {
    const lib = { entry, name: 'app', formats: ['iife'], fileName: () => file }
    const build = { outDir, lib, emptyOutDir: false, minify: true }
    await vite.build({ root: folder, configFile: false, logLevel: 'error', build })
  },
}

for (const [name, bundle] of Object.entries(BUNDLERS))
  for (const app of apps) await bundle(join(folder, `${app}.mjs`), join(folder, 'out', name), `${app}.js`)
