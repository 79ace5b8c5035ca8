import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { compile, TYPINGS } from '../package/compile'

const guide = readFileSync(join(__dirname, '../../docs/plugins.md'), 'utf8')
const examples = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text)

test('the guide has an example of every plugin, and more', () => {
  expect(examples.length).toBeGreaterThan(8)
})

test.each(examples.map((text, index) => [index + 1, text] as const))(
  'the guide’s example %d compiles, with the official typings',
  (_, text) => expect(compile({ 'example.ts': text }, TYPINGS)).toEqual([]),
)

test('the official wx has sockets that fit', () => {
  const source = `import { createAuth } from 'miniprogram-auth'
import { connectSocket } from 'miniprogram-auth/plugins/socket'
const auth = createAuth<{ name: string }>({ baseURL: 'https://a.example', login: '/login' })
connectSocket(auth, { url: '/live', wx })`
  expect(compile({ 'consumer.ts': source }, TYPINGS)).toEqual([])
})
