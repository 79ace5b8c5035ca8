import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { compileProject, install, pack, type TypeScript } from './packed'

// The consumer has `types: []`, no DOM and `skipLibCheck: false`; its mistakes.ts holds what must be an error.
let folder: string
beforeAll(async () => {
  folder = await install(await pack(), 'typescript')
})

const node10 = ['--module', 'commonjs', '--moduleResolution', 'node']
const node16 = ['--module', 'node16', '--moduleResolution', 'node16']
const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler']

// 5.0 is the first that knows `bundler`, 6 warns of node10, and 7 is without it.
describe.each<[TypeScript, Record<string, string[]>]>([
  ['4.9', { node10, node16 }],
  ['5.0', { node10, node16, bundler }],
  ['5.9', { node10, node16, bundler }],
  ['6', { node10: [...node10, '--ignoreDeprecations', '6.0'], node16, bundler }],
  ['7', { node16, bundler }],
])('TypeScript %s', (version, resolutions) => {
  test.each(Object.entries(resolutions))('compiles a project that resolves like %s', async (_, options) => {
    expect(await compileProject(version, folder, options)).toBe('')
  })
})

test('TypeScript 6 compiles it as an ES module, too, and in the strictest of its modes', async () => {
  const strictest = [
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--noPropertyAccessFromIndexSignature',
  ]
  const options = ['--module', 'nodenext', '--moduleDetection', 'force', '--verbatimModuleSyntax', 'false']
  expect(await compileProject('6', folder, [...options, ...strictest])).toBe('')
})

test('a project’s own mistake is seen', async () => {
  await appendFile(join(folder, 'mistakes.ts'), '\nauth.logn()\n')
  for (const version of ['4.9', '7'] as const)
    expect(await compileProject(version, folder, node16)).toContain('logn')
})
