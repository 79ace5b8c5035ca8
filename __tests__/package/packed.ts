import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from '@jest/globals'

export const ROOT = join(__dirname, '../..')
/** The packages of tools/package.json; `npm test` has installed them. */
export const TOOLS = join(__dirname, 'tools/node_modules')
const CONSUMERS = join(__dirname, 'consumers')

const folders: string[] = []
// The links to tools in them are removed, and not what they lead to.
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

/** A folder outside of the repository, where nothing of ours is found by chance. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'miniprogram-auth-'))
  folders.push(folder)
  return folder
}

/** Runs a program to its end, and gives what it said. It rejects, with that, where it fails. */
export function run(file: string, args: readonly string[], cwd: string): Promise<string> {
  const settings = { cwd, shell: process.platform === 'win32' && file === 'npm', maxBuffer: 1e8 }
  return new Promise((resolve, reject) => {
    execFile(file, args, settings, (error, stdout, stderr) => {
      if (error) reject(new Error(`${args.join(' ')}\n${stdout}${stderr}`))
      else resolve(stdout)
    })
  })
}

export const runNode = (args: readonly string[], cwd: string) => run(process.execPath, args, cwd)

export interface Packed {
  tarball: string
  /** Their paths in the package. */
  files: string[]
}

/** The package as npm would publish it, of the build that is there. */
export async function pack(): Promise<Packed> {
  const folder = await temporaryFolder()
  const answer = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], ROOT)
  const [packed] = JSON.parse(answer) as [{ filename: string; files: Array<{ path: string }> }]
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) }
}

/** Puts the package into the node_modules of a folder. */
export async function unpack({ tarball }: Packed, folder: string) {
  const installed = join(folder, 'node_modules/miniprogram-auth')
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xf', tarball, '--strip-components=1', '-C', installed], folder)
}

/** Copies a consumer and puts the package into its node_modules, and links from the tools what it needs besides. */
export async function install(packed: Packed, consumer: string, tools: readonly string[] = []) {
  const folder = await temporaryFolder()
  await cp(join(CONSUMERS, consumer), folder, { recursive: true })
  await unpack(packed, folder)
  for (const name of tools) {
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(TOOLS, name), link, 'junction')
  }
  return folder
}

export type TypeScript = '4.9' | '5.0' | '5.9' | '6' | '7'

/** What the compiler of that version says of the project in a folder; '' is praise. */
export async function compileProject(version: TypeScript, folder: string, options: readonly string[] = []) {
  const compiler = join(TOOLS, `typescript-${version}/bin/tsc`)
  return runNode([compiler, '-p', '.', ...options], folder).catch((error: unknown) => String(error))
}
