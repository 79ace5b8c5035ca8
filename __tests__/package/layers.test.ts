import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'

const SRC = join(__dirname, '../../src')

/** From the bottom to the top; a file imports from its own layer and those before it. wx-requests.ts is types alone. */
const LAYERS = [
  [
    'platform/wx-requests',
    'auth-error',
    'plain-object',
    'check',
    'plugin-options',
    'plugin-checks',
    'redacted',
  ],
  ['platform/'],
  ['session/'],
  ['http/'],
  ['options', 'auth', 'door', 'create-auth'],
  ['index'],
  // Files of their own, each for itself; what they need of an auth is its public members, and the door.
  ['buttons/', 'page/', 'prefetch/', 'piggyback/'],
  ['plugin-parts/'],
  ['plugins/'],
  // What an app requires of them is types only, and a file in which they meet it.
  ['components/'],
  // The fake wx for tests: no part of the bundle, and it knows nothing of the library but a few types.
  ['testing/'],
]

/** It stands in for what the platform layer wraps, wx and time, so it has to name them. */
const isTesting = (file: string) => file.startsWith('testing/')

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))

function parse(file: string) {
  return ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.Latest, true)
}

function layerOf(file: string): number {
  const name = file.replace(/\.ts$/, '')
  return LAYERS.findIndex((layer) =>
    layer.some((part) => (part.endsWith('/') ? name.startsWith(part) : name === part)),
  )
}

function importsOf(file: string): string[] {
  const { statements } = parse(file)
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const { moduleSpecifier } = statement
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : []
  })
}

/** Names that are used as values of the surroundings: not members, not properties, not declared in the file. */
function globalsOf(file: string): Set<string> {
  const used = new Set<string>()
  const declared = new Set<string>()
  const visit = (node: ts.Node) => {
    if (ts.isTypeNode(node)) return
    const { parent } = node
    if (ts.isIdentifier(node)) {
      const isDeclared =
        (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) &&
        parent.name === node
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isBindingElement(parent) && parent.propertyName === node) ||
        ts.isPropertyAssignment(parent) ||
        ts.isTypeElement(parent)
      if (isDeclared) declared.add(node.text)
      else if (!isMember) used.add(node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(file))
  return new Set([...used].filter((name) => !declared.has(name)))
}

test('there are files to look at, and each has a layer', () => {
  expect(files.length).toBeGreaterThan(20)
  expect(files.filter((file) => layerOf(file) < 0)).toEqual([])
})

describe('imports point down, and to nothing outside of src', () => {
  test.each(files)('%s', (file) => {
    for (const specifier of importsOf(file)) {
      expect(specifier).toMatch(/^\.\.?\//)
      const target = relative(SRC, join(SRC, dirname(file), `${specifier}.ts`)).replaceAll('\\', '/')
      expect(files).toContain(target)
      expect(layerOf(target)).toBeLessThanOrEqual(layerOf(file))
    }
  })
})

test('testing/ and the rest share nothing but types of the platform layer', () => {
  for (const file of files) {
    for (const statement of parse(file).statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue
      const specifier = statement.moduleSpecifier as ts.StringLiteral | undefined
      if (!specifier) continue
      const target = join(dirname(file), specifier.text).replaceAll('\\', '/')
      if (isTesting(file) === isTesting(target)) continue
      const isTypes =
        ts.isImportDeclaration(statement) &&
        statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      expect({ file, target, isTypes }).toEqual({
        file: expect.stringMatching(/^testing\//) as unknown,
        target: expect.stringMatching(/^platform\//) as unknown,
        isTypes: true,
      })
    }
  }
})

test('testing/ runs in any test runner: it names nothing that only Node or a browser has', () => {
  const missing = [
    'process',
    'Buffer',
    'require',
    'global',
    'window',
    'document',
    'setImmediate',
    'queueMicrotask',
  ]
  const naming = files
    .filter(isTesting)
    .flatMap((file) => missing.filter((name) => globalsOf(file).has(name)).map((name) => `${file}: ${name}`))
  expect(naming).toEqual([])
})

test('only the platform layer names the global wx', () => {
  const naming = files.filter((file) => !isTesting(file) && globalsOf(file).has('wx'))
  expect(naming).toEqual(['platform/global-wx.ts'])
})

test('only the platform layer names Behavior, and only the script of a component Component', () => {
  const naming = (name: string) => files.filter((file) => globalsOf(file).has(name)).sort()
  expect(naming('Behavior')).toEqual(['platform/global-behavior.ts'])
  expect(naming('Component')).toEqual(files.filter((file) => /^components\/.*\/index\.ts$/.test(file)).sort())
})

/** What comes with the files that a folder has: by imports of values, and not of types. */
function broughtBy(folder: string): string[] {
  const reached = new Set<string>()
  const visit = (file: string) => {
    if (reached.has(file)) return
    reached.add(file)
    for (const statement of parse(file).statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue
      const { moduleSpecifier } = statement
      const isOfTypes = ts.isImportDeclaration(statement)
        ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : statement.isTypeOnly
      if (isOfTypes || !moduleSpecifier) continue
      const target = `${(moduleSpecifier as ts.StringLiteral).text}.ts`
      visit(join(dirname(file), target).replaceAll('\\', '/'))
    }
  }
  files.filter((file) => file.startsWith(folder)).forEach(visit)
  return [...reached].filter((file) => !file.startsWith(folder)).sort()
}

/** What buttons and pages bring beside themselves: no session, and no request. */
const HELPERS = ['auth-error.ts', 'check.ts', 'door.ts', 'plain-object.ts']

test('buttons and pages carry nothing of the library’s core but small helpers: they use an auth by its door', () => {
  expect(broughtBy('buttons/')).toEqual(HELPERS)
  expect(broughtBy('page/')).toEqual([...HELPERS, 'platform/global-behavior.ts', 'session/session-of.ts'])
})

test('nor does a component, which gets the app’s auth', () => {
  const beside = broughtBy('components/').filter((file) => !file.startsWith('buttons/'))
  expect(beside).toEqual([...broughtBy('buttons/'), 'session/session-of.ts'])
})

test('only one file knows Date and timers', () => {
  const time = ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'performance']
  const naming = files.filter((file) => !isTesting(file) && time.some((name) => globalsOf(file).has(name)))
  expect(naming).toEqual(['platform/clock.ts'])
})

test('no runtime dependency', () => {
  const manifest = JSON.parse(readFileSync(join(SRC, '../package.json'), 'utf8')) as Record<string, unknown>
  expect(manifest.dependencies).toBeUndefined()
  expect(manifest.peerDependencies).toBeUndefined()
})
