import { createRequire } from 'node:module'
import { run } from './run'
import type { SourceFiles } from './source-files'

const require = createRequire(import.meta.url)

/** Compiles the app against the installed package; a type error is an error. */
export async function compileScripts(source: string, output: string): Promise<void> {
  const tsc = require.resolve('typescript/bin/tsc')
  await run(process.execPath, [tsc, '-p', source, '--outDir', output], source)
}

const GIVEN = [
  'require',
  'module',
  'exports',
  'wx',
  'App',
  'Page',
  'Component',
  'Behavior',
  'getApp',
  'getCurrentPages',
]

/** What a browser has and a phone lacks: shadowed, so that its use fails here as it would there. */
const ABSENT = [
  ...['window', 'document', 'self', 'parent', 'top', 'frames', 'globalThis', 'global', 'location', 'history'],
  ...['navigator', 'localStorage', 'sessionStorage', 'indexedDB', 'caches', 'fetch', 'XMLHttpRequest'],
  ...['WebSocket', 'EventSource', 'URL', 'URLSearchParams', 'AbortController', 'AbortSignal', 'Headers'],
  ...[
    'Request',
    'Response',
    'Blob',
    'File',
    'FormData',
    'crypto',
    'TextEncoder',
    'TextDecoder',
    'btoa',
    'atob',
  ],
  ...['structuredClone', 'queueMicrotask', 'setImmediate', 'process', 'Buffer', 'importScripts'],
]

/** Each module a function of what the platform gives it, in one object by path. */
export async function wrapModules(...groups: SourceFiles[]): Promise<string> {
  const modules: string[] = []
  for (const files of groups) {
    for (const path of files.paths(['.js'])) {
      const parameters = [...GIVEN, ...ABSENT].join(', ')
      modules.push(
        `${JSON.stringify(path)}: function (${parameters}) {\n'use strict'\n${await files.read(path)}\n}`,
      )
    }
  }
  return `{\n${modules.join(',\n')}\n}`
}
