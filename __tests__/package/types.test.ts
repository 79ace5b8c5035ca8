import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { compile, TYPINGS } from './compile'

const ROOT = join(__dirname, '../..')

test('the declarations stand alone: no typings, no DOM, no skipLibCheck', () => {
  const source = `import { createAuth, type Auth } from 'miniprogram-auth'
export const auth: Auth<{ name: string }> = createAuth<{ name: string }>({ baseURL: 'https://a.example', login: '/login' })
export const name: string | undefined = auth.session?.user?.name`
  expect(compile({ 'consumer.ts': source }, {})).toEqual([])
})

test('the official wx fits the port', () => {
  const source = `import { createAuth } from 'miniprogram-auth'
createAuth({ baseURL: 'https://a.example', login: '/login', wx })`
  expect(compile({ 'consumer.ts': source }, TYPINGS)).toEqual([])
})

test('a response has the type that was asked for, and data may be any JSON value', () => {
  const source = `import { createAuth } from 'miniprogram-auth'
const auth = createAuth({ baseURL: 'https://a.example', login: '/login' })
export async function f(): Promise<number[]> {
  await auth.request({ url: '/a', method: 'POST', data: null })
  await auth.request({ url: '/a', method: 'POST', data: [1, { a: true }] })
  const { data } = await auth.request<number[]>({ url: '/a' })
  return data
}`
  expect(compile({ 'consumer.ts': source }, {})).toEqual([])
})

describe('a mistake is a compile error', () => {
  const options = "baseURL: 'https://a.example', login: '/login'"
  test.each([
    ['a missing option', `createAuth({ login: '/login' })`],
    ['a misspelt option', `createAuth({ ${options}, baseUrl: '' })`],
    ['an ill-typed option', `createAuth({ ${options}, loginTimeout: '15s' })`],
    ['two token placements', `createAuth({ ${options}, token: { header: 'a', query: 7 } })`],
    ['a misspelt request option', `createAuth({ ${options} }).request({ url: '/', metod: 'GET' })`],
    [
      'PATCH, which the platform does not have',
      `createAuth({ ${options} }).request({ url: '/', method: 'PATCH' })`,
    ],
    ['an unknown event', `createAuth({ ${options} }).on('logn', () => undefined)`],
    [
      'a session of another user type',
      `const s: { user?: string } | null = createAuth<number>({ ${options} }).session; s`,
    ],
    ['a grant without a token', `createAuth({ ${options} }).setSession({}, { wechat: true })`],
  ])('%s', (_, line) => {
    const errors = compile({ 'consumer.ts': `import { createAuth } from 'miniprogram-auth'\n${line}` }, {})
    expect(errors).toHaveLength(1)
  })
})

test('the README’s app and page compile', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)```/g)]
  const files = Object.fromEntries(blocks.map(([, name = '', text = '']) => [name, text]))
  expect(Object.keys(files)).toEqual(['auth.ts', 'app.ts', 'pages/orders/orders.ts'])
  expect(compile(files, TYPINGS)).toEqual([])
})

test('the README’s upload compiles', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const text = /```ts\n(const task = [\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const source = `import type { Auth } from 'miniprogram-auth'
declare const auth: Auth
declare const filePath: string
declare const page: { setData(data: object): void; onCancel: () => void }
${text}
export { data }`
  expect(compile({ 'upload.ts': source }, {})).toEqual([])
})

test('the README’s list of options compiles, and names every option but wx', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const text = /```ts\n((?:import [^\n]+\n)+\nconst auth = [\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const source = `interface User { nickName: string }
${text}
auth`
  expect(compile({ 'options.ts': source }, {})).toEqual([])
  const declared =
    readFileSync(join(ROOT, 'src/options.ts'), 'utf8').split('export interface AuthOptions')[1] ?? ''
  const names = [...(declared.split('\n}')[0] ?? '').matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) if (name !== 'wx') expect(text).toMatch(new RegExp(`^ {2}${String(name)}:`, 'm'))
})

test('every path that package.json names is there', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>
  const named = [
    JSON.stringify([manifest.main, manifest.module, manifest.types, manifest.exports]).match(
      /\.\/[\w./-]+\.\w+/g,
    ),
  ]
  const files = [...new Set(named.flat())]
  expect(files.length).toBeGreaterThan(4)
  for (const file of files) expect([file, existsSync(join(ROOT, String(file)))]).toEqual([file, true])
})
