import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'acorn'

const BUNDLE = join(__dirname, '../../miniprogram_dist/components')
const fileOf = (path: string) => readFileSync(join(BUNDLE, path), 'utf8')

/** kB, minified and compressed, of a component's four files. The whole folder is in every app: WeChat copies it. */
const BUDGETS: Readonly<Record<string, number>> = {
  'auth-button': 2.15,
  'auth-gate': 1.17,
}
/** What the components share with the app, and with each other. */
const SHARED = { 'provide.js': 0.3, '../component-base.js': 0.25 }
const EXTENSIONS = ['js', 'json', 'wxml', 'wxss']

const compressed = (path: string) => gzipSync(fileOf(path), { level: 9 }).length

test('the folder has the components and where they meet the app, and nothing else', () => {
  const files = readdirSync(BUNDLE, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.includes('.'))
  const expected = Object.keys(BUDGETS).flatMap((name) =>
    EXTENSIONS.map((extension) => `${name}/index.${extension}`),
  )
  expect(files.sort()).toEqual([...expected, 'provide.js'].sort())
})

const required = (file: string) =>
  [...fileOf(file).matchAll(/\brequire\("([^"]*)"\)/g)].map(([, path = '']) => join(dirname(file), path))

test.each(Object.entries(SHARED))('%s, which is shared, is small', (file, budget) => {
  expect(compressed(file)).toBeLessThanOrEqual(budget * 1024)
  for (const other of required(file)) expect(other).toBe('../shared.js')
})

describe.each(Object.keys(BUDGETS))('%s', (name) => {
  const code = fileOf(`${name}/index.js`)

  test('is within its budget', () => {
    const bytes = EXTENSIONS.map((extension) => compressed(`${name}/index.${extension}`))
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual((BUDGETS[name] ?? 0) * 1024)
  })

  test('is ES2015: mini programs polyfill no syntax', () => {
    expect(() => parse(code, { ecmaVersion: 2015, sourceType: 'script' })).not.toThrow()
  })

  test('requires what components share, a few helpers of the library, and nothing of its core', () => {
    const files = required(`${name}/index.js`)
    expect(files).toContain('provide.js')
    for (const file of files)
      expect([...Object.keys(SHARED), '../shared.js', '../buttons.js']).toContain(file)
  })

  test('is known to WeChat as a component', () => {
    expect(JSON.parse(fileOf(`${name}/index.json`))).toEqual({ component: true, usingComponents: {} })
  })
})
