import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import type * as Source from '../../src/testing'

const ROOT = join(__dirname, '../..')

/** What tsc says of a file that uses the built package as its users do: no typings, no DOM, no skipLibCheck. */
function compile(source: string): string[] {
  const file = join(ROOT, '__tests__/consumer.ts')
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2017,
    lib: ['lib.es2017.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  host.fileExists = (path) => path === file || fileExists(path)
  host.readFile = (path) => (path === file ? source : readFile(path))
  const program = ts.createProgram([file], options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

test('the built entry does what the source does', async () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- by its name, as its users do
  const { createWorld } = require('miniprogram-auth/testing') as typeof Source
  const world = createWorld()
  const code = await world.until(
    new Promise((resolve) => world.wx.login({ success: (result) => resolve(result.code) })),
  )
  expect(code).toBe('code-1')
})

describe('the declarations', () => {
  const imports = `import { createAuth } from 'miniprogram-auth'\nimport { createWorld } from 'miniprogram-auth/testing'\n`

  test('stand alone, and the fake wx fits where the real one goes', () => {
    const use = `const world = createWorld()
createAuth({ baseURL: 'https://a.example', login: '/login', wx: world.wx }, world.surroundings)
export const data: Promise<{ data: unknown }> = world.wx.getStorage({ key: 'a' })
world.server.route('GET', /a/, ({ openid }) => ({ data: openid }))`
    expect(compile(imports + use)).toEqual([])
  })

  test.each([
    ['an unknown function', `createWorld().script('logn', {})`],
    ['an unknown outcome', `createWorld().script('login', { outcome: 'fial' })`],
    ['an unknown option', `createWorld({ sdkversion: '2.9.5' })`],
    ['a promise where there are callbacks', `createWorld().wx.getStorage({ key: 'a', success() {} }).then()`],
    ['a promise of wx.login', `createWorld().wx.login({}).then()`],
  ])('make %s a mistake', (_, use) => {
    expect(compile(imports + use)).not.toEqual([])
  })
})
