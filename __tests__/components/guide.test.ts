import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { compile, TYPINGS } from '../package/compile'

const guide = readFileSync(join(__dirname, '../../docs/components.md'), 'utf8')
const source = (path: string) => readFileSync(join(__dirname, '../../src/components', path), 'utf8')

const AUTH = `import { createAuth } from 'miniprogram-auth'
export interface User { nickName: string }
export const auth = createAuth<User>({ baseURL: 'https://api.example.com', login: '/login' })
`

test('the guide’s app and page compile, with the official typings', () => {
  const blocks = [...guide.matchAll(/```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)```/g)]
  const files = Object.fromEntries(blocks.map(([, name = '', text = '']) => [name, text]))
  expect(Object.keys(files)).toEqual(['app.ts', 'pages/me/me.ts'])
  expect(compile({ ...files, 'auth.ts': AUTH }, TYPINGS)).toEqual([])
})

test('the guide’s page listens to what there is, with handlers that there are', () => {
  const [, wxml = ''] = /```html\n([\s\S]*?)```/.exec(guide) ?? []
  const handlers = [...wxml.matchAll(/bind:(\w+)="(\w+)"/g)]
  expect(handlers.length).toBeGreaterThan(7)
  for (const [, event, handler] of handlers) {
    expect(guide).toContain(`\`${String(event)}\``)
    expect(guide).toMatch(new RegExp(`^ {2}(async )?${String(handler)}\\(`, 'm'))
  }
})

test('the guide names every property, event and slot', () => {
  const button = source('auth-button/index.ts')
  const properties = [...button.matchAll(/^ {4}(\w+): \{ type: /gm)].map(([, name = '']) => name)
  expect(properties.length).toBeGreaterThan(9)
  const slots = [...source('auth-gate/index.wxml').matchAll(/slot name="(\w+)"/g)].map(([, name]) => name)
  expect(slots).toHaveLength(4)
  const events = [...source('events.ts').matchAll(/^ {2}(\w+): /gm)].map(([, name = '']) => name)
  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  for (const name of [...properties.map(kebab), ...slots, ...events.filter((event) => event !== 'detail')])
    expect(guide).toContain(`\`${String(name)}\``)
})
