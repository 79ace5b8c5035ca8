import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { ROOT } from './packed'

/** Every folder with packages of its own. */
const TREES = ['.', '__tests__/package/tools', '__tests__/wechat/tools', 'docs', 'bench', 'scripts/mutation']

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'))

/** Programs that are the same under every shell, with arguments that no shell changes. */
const isPortable = (command: string) =>
  command.split(' && ').every((part) => /^(node|npm run|tsx|prettier)( [\w@:./=-]+)+$/.test(part))

test('npm scripts need no POSIX shell: many who develop mini programs have Windows', () => {
  const { scripts } = read('package.json') as { scripts: Record<string, string> }
  expect(Object.entries(scripts).filter(([, command]) => !isPortable(command))).toEqual([])
  for (const command of [
    'A=1 node x',
    'cd x && node y',
    "node -e 'x'",
    'node x; node y',
    'node $X',
    'rm -rf x',
    'node x &',
  ])
    expect([command, isPortable(command)]).toEqual([command, false])
})

interface Lock {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> } | undefined>
}

/** What a lock names and lacks, as one that was made beside an installed tree does: binaries of other platforms. */
function missing({ packages }: Lock): string[] {
  const isThere = (from: string, name: string): boolean => {
    if (packages[`${from}${from && '/'}node_modules/${name}`]) return true
    return from !== '' && isThere(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name)
  }
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry?.optionalDependencies ?? {}).filter((name) => !isThere(path, name)),
  )
}

describe.each(TREES)('the packages of %s', (tree) => {
  const lock = read(tree, 'package-lock.json') as Lock

  test('are pinned', () => {
    const manifest = read(tree, 'package.json') as Record<string, Record<string, string> | undefined>
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  test('are locked for every platform', () => {
    expect(missing(lock)).toEqual([])
  })

  test('are locked without addresses, so that any registry may give them', () => {
    expect(Object.values(lock.packages).filter((entry) => entry?.resolved?.includes('://'))).toEqual([])
  })
})

test('a lock without a platform’s binary would be seen', () => {
  const lock = read('package-lock.json') as Lock
  delete lock.packages['node_modules/@rollup/rollup-darwin-arm64']
  expect(missing(lock)).toEqual(['@rollup/rollup-darwin-arm64'])
})
