import { describe, expect, test } from '@jest/globals'
import type * as Source from '../../src/testing'
import { compile } from '../package/compile'

const errorsOf = (source: string) => compile({ 'consumer.ts': source }, {})

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
    expect(errorsOf(imports + use)).toEqual([])
  })

  test.each([
    ['an unknown function', `createWorld().script('logn', {})`],
    ['an unknown outcome', `createWorld().script('login', { outcome: 'fial' })`],
    ['an unknown option', `createWorld({ sdkversion: '2.9.5' })`],
    ['a promise where there are callbacks', `createWorld().wx.getStorage({ key: 'a', success() {} }).then()`],
    ['a promise of wx.login', `createWorld().wx.login({}).then()`],
  ])('make %s a mistake', (_, use) => {
    expect(errorsOf(imports + use)).not.toEqual([])
  })
})
