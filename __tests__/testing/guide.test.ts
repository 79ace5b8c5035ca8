import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as jestGlobals from '@jest/globals'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import * as library from '../../src'
import * as testing from '../../src/testing'

const guide = readFileSync(join(__dirname, '../../docs/testing.md'), 'utf8')
const blocks = [...guide.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code)

function blockOf(file: string): string {
  return blocks.find((code) => code.startsWith(`// ${file}\n`)) ?? ''
}

/** The guide's files as modules; the library's are its sources. */
function load(file: string, modules: Record<string, unknown>): unknown {
  const { outputText } = ts.transpileModule(blockOf(file), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const module = { exports: {} }
  const require = (name: string) => modules[name] ?? load(`${name.replace('./', '')}.ts`, modules)
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the guide's own code
  new Function('exports', 'require', outputText)(module.exports, require)
  return module.exports
}

describe('the guide’s example', () => {
  test('there is one, and one of a page', () => {
    expect(blockOf('orders.ts')).toContain('createAuth')
    expect(blockOf('orders.test.ts').match(/^test\(/gm)).toHaveLength(4)
    expect(blockOf('page.test.ts').match(/^test\(/gm)).toHaveLength(2)
  })

  // Its tests become tests of this file. Modules are not kept, so there is nothing to reset.
  const jest = { resetModules: () => undefined }
  describe.each(['orders.test.ts', 'page.test.ts'])('%s', (file) => {
    load(file, {
      '@jest/globals': { ...jestGlobals, jest },
      'miniprogram-auth': library,
      'miniprogram-auth/testing': testing,
    })
  })
})

test.each(blocks.filter((code) => !code.startsWith('//')).map((code) => [code]))('this runs:\n%s', (code) => {
  const world = testing.createWorld()
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022 } })
  const run = () => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the guide's own code
    new Function('createWorld', code.includes('const world') ? '_' : 'world', outputText)(
      testing.createWorld,
      world,
    )
  }
  expect(run).not.toThrow()
})

test('the history of the guide is what is printed', async () => {
  const world = testing.createWorld()
  const header = { Authorization: `Bearer ${world.server.issue()}` }
  world.wx.request({ url: 'https://api.example.com/orders', header })
  await world.advance(10)
  expect(guide).toContain(`\n${world.history.toString()}\n`)
})
