import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'acorn'

const ROOT = join(__dirname, '../..')
const DIRECTORY = join(ROOT, 'miniprogram_dist/plugins')

/**
 * kB, minified and compressed; an app carries each plugin that it requires, and no other. 0.6 is what a plugin should
 * cost, and 0.9 cache and socket. Those that are named cost more: the check of their options, with a message that names
 * the option, is 0.2 of each, and a plugin that is one file brings its own.
 */
const BUDGET = 0.6
const BUDGETS: Readonly<Record<string, number>> = {
  cache: 1.3,
  failover: 0.8,
  metrics: 0.72,
  mock: 0.61,
  retry: 0.8,
  socket: 0.91,
}

const plugins = readdirSync(join(ROOT, 'src/plugins')).map((file) => file.replace(/\.ts$/, ''))
const code = (plugin: string) => readFileSync(join(DIRECTORY, `${plugin}.js`), 'utf8')

test('every plugin is one file, and there is no other', () => {
  expect(plugins.length).toBeGreaterThan(7)
  expect(readdirSync(DIRECTORY).sort()).toEqual(plugins.map((plugin) => `${plugin}.js`).sort())
})

describe.each(plugins)('%s', (plugin) => {
  test('is within its budget', () => {
    const bytes = gzipSync(code(plugin), { level: 9 }).length
    expect(bytes).toBeLessThanOrEqual((BUDGETS[plugin] ?? BUDGET) * 1024)
  })

  test('is ES2015: mini programs polyfill no syntax', () => {
    expect(() => parse(code(plugin), { ecmaVersion: 2015, sourceType: 'script' })).not.toThrow()
  })

  test('needs no other file', () => {
    expect(code(plugin)).not.toMatch(/\b(require|import)\b\s*\(/)
  })
})
