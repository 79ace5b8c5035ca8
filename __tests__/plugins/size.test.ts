import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'acorn'

const ROOT = join(__dirname, '../..')
const DIRECTORY = join(ROOT, 'miniprogram_dist/plugins')

/**
 * kB, minified and compressed; an app carries each plugin that it requires, and no other. A cache is memory, storage,
 * sharing and a policy for each request, and a third of it sees to it that nobody gets what is another's or older than
 * it seems; failover tells a phone without a network from a server; metrics tell twelve figures of each.
 */
const BUDGET = 0.6
const BUDGETS: Readonly<Record<string, number>> = { cache: 1.6, failover: 0.72, metrics: 0.65, socket: 0.95 }
/** What the plugins share, once for all of them. */
const BASE = 0.4

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

  test('needs no file but those that plugins share with each other and with the library', () => {
    for (const required of code(plugin).match(/\b(require|import)\b\s*\([^)]*\)/g) ?? [])
      expect(['require("../plugin-base.js")', 'require("../shared.js")']).toContain(required)
  })
})

test('what plugins share is small, and needs no file but what they share with the library', () => {
  const shared = readFileSync(join(DIRECTORY, '../plugin-base.js'), 'utf8')
  expect(gzipSync(shared, { level: 9 }).length).toBeLessThanOrEqual(BASE * 1024)
  expect(shared.match(/\b(require|import)\b\s*\([^)]*\)/g)).toEqual(['require("./shared.js")'])
  expect(() => parse(shared, { ecmaVersion: 2015, sourceType: 'script' })).not.toThrow()
})
