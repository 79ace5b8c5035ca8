import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { apiReport, readReport } from '../../scripts/api-report'
import { pack, ROOT, run, type Packed } from './packed'

const PLUGINS = ['cache', 'failover', 'loading', 'logger', 'metrics', 'mock', 'retry', 'socket']
const BESIDE = ['buttons', 'page', 'prefetch', 'piggyback']
const COMPONENTS = ['auth-button', 'auth-gate']

/** All that is published, and no source, test, map or configuration. */
const FILES = [
  ...['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json'],
  ...['index', 'shared', ...BESIDE, 'plugin-base', 'component-base', 'components/provide'].map(
    (name) => `miniprogram_dist/${name}.js`,
  ),
  ...COMPONENTS.flatMap((name) =>
    ['js', 'json', 'wxml', 'wxss'].map((type) => `miniprogram_dist/components/${name}/index.${type}`),
  ),
  ...PLUGINS.map((name) => `miniprogram_dist/plugins/${name}.js`),
  ...['index', 'shared', ...BESIDE, 'plugin-base', 'testing'].map((name) => `es/${name}.mjs`),
  'es/testing.cjs',
  ...PLUGINS.map((name) => `es/plugins/${name}.mjs`),
  ...['index', ...BESIDE, 'testing'].flatMap((name) => [`types/${name}.d.ts`, `types/${name}.d.mts`]),
  'types/components/provide.d.ts',
  ...PLUGINS.flatMap((name) => [`types/plugins/${name}.d.ts`, `types/plugins/${name}.d.mts`]),
]

let packed: Packed
beforeAll(async () => {
  packed = await pack()
})

test('npm would publish the intended files and no other', () => {
  expect(packed.files.sort()).toEqual(FILES.sort())
})

test('nothing is installed with it', async () => {
  const { dependencies, peerDependencies, scripts } = JSON.parse(
    await run('tar', ['-xOf', packed.tarball, 'package/package.json'], ROOT),
  ) as Record<string, Record<string, string> | undefined>
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined])
  expect(Object.keys(scripts ?? {}).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([])
})

test('the example has what is published, and nothing else', async () => {
  const installed = join(ROOT, 'examples/miniprogram/node_modules/miniprogram-auth')
  const entries = await readdir(installed, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(installed, join(parentPath, name)).replaceAll('\\', '/'))
  // What only people read does not matter there.
  expect(files.sort()).toEqual(FILES.filter((path) => !path.startsWith('README')))
})

test('the API report is what the types declare (npm run api)', () => {
  expect(apiReport()).toContain('declare function createAuth<User = unknown>')
  expect(readReport()).toBe(apiReport())
})
