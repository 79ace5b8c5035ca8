import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { Script } from 'node:vm'
import type { Project } from './project'
import { run } from './run'
import type { SourceFiles } from './source-files'

const require = createRequire(import.meta.url)

/** Whatever the app's own configuration says: nothing but scripts, and these only in the output. */
const ONLY_SCRIPTS = [
  ...['noEmit', 'emitDeclarationOnly', 'composite', 'incremental', 'declaration', 'declarationMap'],
  'isolatedDeclarations',
].flatMap((option) => [`--${option}`, 'false'])
const NOWHERE_ELSE = ['declarationDir', 'tsBuildInfoFile'].flatMap((option) => [`--${option}`, 'null'])

/** Compiles the app against the installed packages, to its path from the root; a type error is an error. */
export async function compileScripts({ root, app }: Project, output: string): Promise<void> {
  await mkdir(join(output, relative(root, app)), { recursive: true })
  const given = [app, root].map((folder) => join(folder, 'tsconfig.json')).find((path) => existsSync(path))
  const config = given ?? (await writeConfig(app, output))
  const tsc = require.resolve('typescript/bin/tsc')
  const folders = ['--rootDir', root, '--outDir', output]
  await run(process.execPath, [tsc, '-p', config, ...folders, ...ONLY_SCRIPTS, ...NOWHERE_ELSE], root)
}

/** For an app in JavaScript, whose modules WeChat DevTools compiles without a configuration. */
async function writeConfig(app: string, output: string): Promise<string> {
  const path = join(output, 'tsconfig.json')
  const compilerOptions = {
    ...{ allowJs: true, noCheck: true, target: 'ES2017', module: 'CommonJS', moduleResolution: 'bundler' },
    types: [],
  }
  const exclude = ['node_modules', 'miniprogram_npm'].map((name) => join(app, name))
  await writeFile(path, JSON.stringify({ compilerOptions, include: [join(app, '**/*')], exclude }))
  return path
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

/** Each module a function of what the platform gives it, in one object by path; the later group has its say. */
export async function wrapModules(...groups: SourceFiles[]): Promise<string> {
  const parameters = [...GIVEN, ...ABSENT].join(', ')
  const modules = new Map<string, string>()
  for (const files of groups) {
    for (const path of files.paths(['.js']))
      modules.set(path, `function (${parameters}) {\n'use strict'\n${await files.read(path)}\n}`)
  }
  for (const [path, wrapped] of modules) checkSyntax(path, wrapped)
  return `{\n${[...modules].map(([path, wrapped]) => `${JSON.stringify(path)}: ${wrapped}`).join(',\n')}\n}`
}

/** One module that is no script would keep the whole bundle from being one. */
function checkSyntax(path: string, wrapped: string) {
  try {
    new Script(`(${wrapped})`)
  } catch (error) {
    throw new Error(`${path}: ${String(error)}`, { cause: error })
  }
}
