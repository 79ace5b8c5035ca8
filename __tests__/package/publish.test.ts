import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { apiReport, readReport } from '../../scripts/api-report'
import { pack, ROOT, run, runNode, TOOLS, type Packed } from './packed'

const PLUGINS = ['cache', 'failover', 'loading', 'logger', 'metrics', 'mock', 'retry', 'socket']
const COMPONENTS = ['auth-button', 'auth-gate']

/** All that is published, and no source, test, map or configuration. */
const FILES = [
  ...['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json'],
  ...[
    'miniprogram_dist/index.js',
    'miniprogram_dist/plugin-base.js',
    'miniprogram_dist/components/provide.js',
  ],
  ...COMPONENTS.flatMap((name) =>
    ['js', 'json', 'wxml', 'wxss'].map((type) => `miniprogram_dist/components/${name}/index.${type}`),
  ),
  ...PLUGINS.map((name) => `miniprogram_dist/plugins/${name}.js`),
  ...['es/index.mjs', 'es/plugin-base.mjs', 'es/testing.mjs', 'es/testing.cjs'],
  ...PLUGINS.map((name) => `es/plugins/${name}.mjs`),
  ...['types/index.d.ts', 'types/index.d.mts', 'types/testing.d.ts', 'types/testing.d.mts'],
  'types/components/provide.d.ts',
  ...PLUGINS.flatMap((name) => [`types/plugins/${name}.d.ts`, `types/plugins/${name}.d.mts`]),
]

let packed: Packed
beforeAll(async () => {
  packed = await pack()
})

test('npm would publish the intended files and no other', async () => {
  const options = ['--dry-run', '--ignore-scripts', '--json', '--offline']
  const answer = await run('npm', ['publish', ...options], ROOT)
  const { 'miniprogram-auth': published } = JSON.parse(answer) as Record<
    string,
    { files: Array<{ path: string }> }
  >
  expect(published?.files.map(({ path }) => path).sort()).toEqual(FILES.sort())
  expect(packed.files.sort()).toEqual(FILES)
})

test('nothing is installed with it', async () => {
  const { dependencies, peerDependencies, scripts } = JSON.parse(
    await run('tar', ['-xOf', packed.tarball, 'package/package.json'], ROOT),
  ) as Record<string, Record<string, string> | undefined>
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined])
  expect(Object.keys(scripts ?? {}).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([])
})

describe('those who judge packages find nothing wrong', () => {
  test('publint: the manifest fits the files', async () => {
    const said = await runNode([join(TOOLS, 'publint/src/cli.js'), 'run', packed.tarball, '--strict'], ROOT)
    expect(said).toContain('All good!')
  })

  test('attw: every resolution finds the types of every entry point', async () => {
    const entryPoints = ['.', 'testing', 'components/provide', ...PLUGINS.map((name) => `plugins/${name}`)]
    const attw = join(TOOLS, '@arethetypeswrong/cli/dist/index.js')
    const said = await runNode(
      [attw, packed.tarball, '--format', 'json', '--entrypoints', ...entryPoints],
      ROOT,
    )
    const { analysis } = JSON.parse(said) as { analysis: { problems: unknown[]; entrypoints: object } }
    expect(analysis.problems).toEqual([])
    expect(Object.keys(analysis.entrypoints)).toHaveLength(entryPoints.length)
  })

  test('knip: no file, export or dependency of the repository is without use', async () => {
    const knip = runNode([join(TOOLS, 'knip/bin/knip.js'), '--no-progress'], ROOT)
    expect(await knip.catch((error: unknown) => String(error))).toBe('')
  })
})

test('the API report is what the types declare (npm run api)', () => {
  expect(apiReport()).toContain('declare function createAuth<User = unknown>')
  expect(readReport()).toBe(apiReport())
})
