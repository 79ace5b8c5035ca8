import { cp, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { findPackage, readManifest } from './manifest'
import type { Project } from './project'
import { run } from './run'

const QUIET = ['--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']

/**
 * The project with its packages installed. Its folder is its developer's, and only read: if packages are missing there,
 * they are installed in a copy.
 */
export async function withPackages(project: Project, copy: string): Promise<Project> {
  const { dependencies = {} } = await readManifest(project.root)
  if (Object.keys(dependencies).every((name) => findPackage(project.root, name) !== undefined)) return project

  await cp(project.root, copy, { recursive: true, filter: (path) => path === project.root || isSource(path) })
  await writeFile(join(copy, 'package.json'), JSON.stringify(manifestFor(project.root, dependencies)))
  await run('npm', ['install', '--ignore-scripts', '--install-links', ...QUIET], copy)
  return { root: copy, app: join(copy, relative(project.root, project.app)) }
}

function isSource(path: string) {
  const name = basename(path)
  if (name.startsWith('.')) return name === '.npmrc'
  return !['node_modules', 'miniprogram_npm', 'package-lock.json'].includes(name)
}

/** Only what an app needs to run; paths are those from the folder that it is copied from. */
function manifestFor(root: string, dependencies: Record<string, string>) {
  const moved = Object.entries(dependencies).map(([name, wanted]) => {
    const [, path] = /^file:(.*)$/.exec(wanted) ?? []
    return [name, path === undefined ? wanted : `file:${resolve(root, path)}`]
  })
  return {
    name: 'simulated',
    version: '1.0.0',
    private: true,
    dependencies: Object.fromEntries(moved) as object,
  }
}
