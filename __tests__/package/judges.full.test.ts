import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { pack, ROOT, runNode, TOOLS, type Packed } from './packed'

let packed: Packed
beforeAll(async () => {
  packed = await pack()
})

test('publint: the manifest fits the files', async () => {
  const said = await runNode([join(TOOLS, 'publint/src/cli.js'), 'run', packed.tarball, '--strict'], ROOT)
  expect(said).toContain('All good!')
})

test('attw: every resolution finds the types of every entry point', async () => {
  // Its name without the extension is what is required; a chunk that entry points share has no types.
  const typed = packed.files.flatMap((path) => /^types\/(.+)\.d\.ts$/.exec(path)?.[1] ?? [])
  const entryPoints = typed.map((name) => (name === 'index' ? '.' : name))
  const attw = join(TOOLS, '@arethetypeswrong/cli/dist/index.js')
  const said = await runNode(
    [attw, packed.tarball, '--format', 'json', '--entrypoints', ...entryPoints],
    ROOT,
  )
  const { analysis } = JSON.parse(said) as { analysis: { problems: unknown[]; entrypoints: object } }
  expect(analysis.problems).toEqual([])
  expect(Object.keys(analysis.entrypoints)).toHaveLength(entryPoints.length)
  expect(entryPoints.length).toBeGreaterThan(10)
})
