import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, runNode, temporaryFolder, unpack, type Packed } from '../package/packed'

const TYPINGS = join(ROOT, 'node_modules/miniprogram-api-typings/types')

export interface Project {
  folder: string
  /** Where app.json is, in the folder. */
  root: string
}

/** examples/miniprogram with the package from its tarball. */
export async function createExample(packed: Packed): Promise<Project> {
  const folder = await temporaryFolder()
  await cp(join(ROOT, 'examples/miniprogram'), folder, { recursive: true })
  for (const name of ['node_modules', 'miniprogram_npm', 'package-lock.json'])
    await rm(join(folder, name), { recursive: true, force: true })
  await installTarball(folder, packed)
  return { folder, root: folder }
}

/** A project of the layout of the official TypeScript template, with the typings under typings/. */
export async function createTemplate(packed: Packed): Promise<Project> {
  const folder = await temporaryFolder()
  await cp(join(__dirname, 'template'), folder, { recursive: true })
  await cp(TYPINGS, join(folder, 'typings/types'), { recursive: true })
  await installTarball(folder, packed)
  return { folder, root: join(folder, 'miniprogram') }
}

/** What `npm install miniprogram-auth` leaves behind, without a registry. */
async function installTarball(folder: string, packed: Packed) {
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object
  const dependencies = { 'miniprogram-auth': `file:${packed.tarball}` }
  await writeFile(file, JSON.stringify({ ...manifest, dependencies }))
  await unpack(packed, folder)
}

/** Builds a project with WeChat's tools, into `plain` and `minified` of a folder, and gives their warnings. */
export async function build({ folder, root }: Project) {
  const out = await temporaryFolder()
  const said = await runNode([join(__dirname, 'tools/build.cjs'), folder, root, out], folder)
  return { out, warnings: JSON.parse(said.split('\n').at(-2) ?? '') as unknown[] }
}
