import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { Linter, type ESLint } from 'eslint'
import { listScripts } from './mini-program-runtime'
import { pack, ROOT, TOOLS } from './packed'

type Plugin = ESLint.Plugin & { configs: Record<string, Linter.Config | undefined> }
// eslint-disable-next-line @typescript-eslint/no-require-imports -- from a folder of its own
const esX = require(join(TOOLS, 'eslint-plugin-es-x')) as Plugin

/** Of the platform's globals those that the library may name; the language's own are known by its version. */
const GLOBALS = ['wx', 'console', 'setTimeout', 'clearTimeout', 'Component', 'Behavior']

const { plugins, rules } = esX.configs['flat/restrict-to-es2015'] ?? {}
// The methods of iterators bear the names of an array's, which are old; an entry of the cache has a member `at`, and a
// Component a lifetime `detached`, as has an ArrayBuffer of 2024.
const UNTELLING =
  /^es-x\/no-(iterator-prototype-|(array|string)-prototype-at$|arraybuffer-prototype-transfer$)/
const isTelling = (rule: string) => !UNTELLING.test(rule)

const CONFIG: Linter.Config[] = [
  {
    plugins,
    rules: Object.fromEntries(Object.entries(rules ?? {}).filter(([rule]) => isTelling(rule))),
    // Also the methods of what may be a string, an array or a promise, or may not.
    settings: { 'es-x': { aggressive: true } },
  },
  {
    languageOptions: {
      ecmaVersion: 2015,
      sourceType: 'commonjs',
      globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly'])),
    },
    linterOptions: { noInlineConfig: true },
    rules: {
      'no-undef': ['error', { typeof: true }],
      'no-restricted-syntax': [
        'error',
        'CallExpression[callee.property.name=/^(at|transfer(ToFixedLength)?)$/]',
      ],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
    },
  },
]

const problemsOf = (code: string) =>
  new Linter().verify(code, CONFIG).map(({ ruleId, message }) => `${ruleId ?? 'syntax'}: ${message}`)

describe('what runs on the phone is of 2015, syntax and library', () => {
  let scripts: string[]
  beforeAll(async () => {
    scripts = listScripts((await pack()).files)
  })

  test('and names no global that a mini program is without', () => {
    expect(scripts).toContain('index.js')
    expect(scripts.length).toBeGreaterThan(10)
    const found = scripts.flatMap((file) =>
      problemsOf(readFileSync(join(ROOT, 'miniprogram_dist', file), 'utf8')).map((problem) => [
        file,
        problem,
      ]),
    )
    expect(found).toEqual([])
  })

  test.each([
    'a ** 2',
    'async function f() {}',
    'var { a, ...b } = wx',
    'wx.a?.b',
    'Object.entries(wx)',
    'wx.list().flatMap(f)',
    'wx.promise().finally(f)',
    '"a".padStart(2)',
    '[].at(-1)',
    'buffer.transfer()',
    'Promise.allSettled([])',
    'globalThis.wx',
    'typeof globalThis',
    'new URL("/")',
    'queueMicrotask(() => {})',
    'new AbortController()',
    'window.wx',
    'setImmediate(() => {})',
    'new Function("a")',
    'eval("a")',
    'setTimeout("a", 1)',
  ])('%s would be seen', (code) => {
    const declared = `var f = () => 1, a = 1; ${code}`
    expect(problemsOf('var f = () => 1, a = 1; [f, a]')).toEqual([])
    expect(problemsOf(declared)).not.toEqual([])
  })
})
