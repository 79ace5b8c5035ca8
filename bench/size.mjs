import { Buffer } from 'node:buffer'
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { bundle } from './bundle.mjs'

const root = new URL('../miniprogram_dist/', import.meta.url)

const sizeOf = (code) => ({ minified: Buffer.byteLength(code), gzip: gzipSync(code, { level: 9 }).length })

/** Bytes of what an app can take from us; the library is two files. */
export function ourSizes() {
  const [library, shared] = ['index.js', 'shared.js'].map(sizeOfFile)
  const plugins = readdirSync(new URL('plugins/', root)).sort()
  return [
    { file: 'index.js', minified: library.minified + shared.minified, gzip: library.gzip + shared.gzip },
    ...[
      'buttons.js',
      'page.js',
      'prefetch.js',
      'piggyback.js',
      'plugin-base.js',
      ...plugins.map((file) => `plugins/${file}`),
    ].map((file) => ({
      file,
      ...sizeOfFile(file),
    })),
  ]
}

const sizeOfFile = (file) => sizeOf(readFileSync(new URL(file, root)))

/** Bytes of what a mini program has of each library, bundled and minified. */
export async function peerSizes(peers) {
  const sizes = []
  for (const { name, ships } of peers) {
    if (ships) sizes.push({ name, ...sizeOf(await bundle({ code: ships }, { minify: true })) })
  }
  return sizes
}
