import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run'

interface Manifest {
  miniprogram?: string
  dependencies?: Record<string, string>
}

/** The package as its users get it: packed, so that only what is published is there. */
export async function installPackages(source: string): Promise<void> {
  // npm would keep a package of the same version, and with it the build before this one.
  await rm(join(source, 'node_modules'), { recursive: true, force: true })
  const quiet = ['--omit=dev', '--offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...quiet], source)
}

/** What 构建 npm does for packages with a `miniprogram` field: it copies that folder, file by file. */
export async function buildNpm(source: string): Promise<void> {
  const target = join(source, 'miniprogram_npm')
  await rm(target, { recursive: true, force: true })
  for (const name of Object.keys((await readManifest(source)).dependencies ?? {})) {
    const installed = join(source, 'node_modules', name)
    const { miniprogram } = await readManifest(installed)
    if (miniprogram === undefined) throw new Error(`${name} has no "miniprogram" field in its package.json`)
    const folder = join(installed, miniprogram)
    const files = await readdir(folder).catch(() => [])
    if (files.length === 0) throw new Error(`${name} is not built: run \`npm run build\` first`)
    await cp(folder, join(target, name), { recursive: true })
  }
}

async function readManifest(directory: string) {
  return JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as Manifest
}
