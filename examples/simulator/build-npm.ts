import { existsSync } from 'node:fs'
import { cp, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findPackage, readManifest } from './manifest'

export interface NpmOptions {
  /** Where the package.json is, with the packages installed. */
  root: string
  /** What WeChat DevTools has built before, for packages that only it can build. */
  built: string
  output: string
}

/** What 构建 npm does for packages with a `miniprogram` field: it copies that folder, file by file. */
export async function buildNpm({ root, built, output }: NpmOptions): Promise<void> {
  await mkdir(output, { recursive: true })
  for (const name of Object.keys((await readManifest(root)).dependencies ?? {})) {
    const installed = findPackage(root, name)
    if (installed === undefined) throw new Error(`${name} is not installed: run \`npm install\` in ${root}`)
    const folder = await builtFolder(name, installed, join(built, name))
    const files = await readdir(folder).catch(() => [])
    if (files.length === 0) throw new Error(`${name} is not built: run \`npm run build\` first`)
    await cp(folder, join(output, name), { recursive: true })
  }
}

async function builtFolder(name: string, installed: string, built: string) {
  const { miniprogram } = await readManifest(installed)
  if (miniprogram !== undefined) return join(installed, miniprogram)
  const byConvention = join(installed, 'miniprogram_dist')
  if (existsSync(byConvention)) return byConvention
  if (existsSync(built)) return built
  throw new Error(
    `${name} has no "miniprogram" field in its package.json: run 构建 npm in WeChat DevTools first, ` +
      'and the simulator takes what that has built.',
  )
}
