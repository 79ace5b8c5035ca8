import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'acorn'
import { BUILDS, fileOf } from './support'

const [, BUNDLE] = BUILDS

/** kB, minified and compressed, of a component's four files. The whole folder is in every app: WeChat copies it. */
const BUDGETS: Readonly<Record<string, number>> = {
  'auth-button': 2.15,
  'auth-gate': 1.17,
}
const PROVIDE = 0.43
const EXTENSIONS = ['js', 'json', 'wxml', 'wxss']

const compressed = (path: string) => gzipSync(fileOf(BUNDLE, path), { level: 9 }).length

test('the folder has the components and what they share, and nothing else', () => {
  const files = readdirSync(BUNDLE.components, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.includes('.'))
  const expected = Object.keys(BUDGETS).flatMap((name) =>
    EXTENSIONS.map((extension) => `${name}/index.${extension}`),
  )
  expect(files.sort()).toEqual([...expected, 'provide.js'].sort())
})

test('what is shared is one small file, without another', () => {
  expect(compressed('provide.js')).toBeLessThanOrEqual(PROVIDE * 1024)
  expect(fileOf(BUNDLE, 'provide.js')).not.toMatch(/\b(require|import)\b\s*\(/)
})

describe.each(Object.keys(BUDGETS))('%s', (name) => {
  const code = fileOf(BUNDLE, `${name}/index.js`)

  test('is within its budget', () => {
    const bytes = EXTENSIONS.map((extension) => compressed(`${name}/index.${extension}`))
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual((BUDGETS[name] ?? 0) * 1024)
  })

  test('is ES2015: mini programs polyfill no syntax', () => {
    expect(() => parse(code, { ecmaVersion: 2015, sourceType: 'script' })).not.toThrow()
  })

  test('requires the file in which it meets the app, and no other', () => {
    expect([...code.matchAll(/\brequire\(([^)]*)\)/g)].map(([, path]) => path)).toEqual(['"../provide"'])
  })

  test('is known to WeChat as a component', () => {
    expect(JSON.parse(fileOf(BUNDLE, `${name}/index.json`))).toEqual({ component: true, usingComponents: {} })
  })
})
