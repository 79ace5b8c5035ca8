import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** The files of a mini program, by their path within it, with '/' and without a leading one. */
export interface SourceFiles {
  /** Paths that end in `extension`, without it: the way JSON, WXML and code name a page or component. */
  stems(extension: string): string[]
  paths(extensions: readonly string[]): string[]
  read(path: string): Promise<string>
  /** Where a file is on the disk. */
  locate(path: string): string
}

const IGNORED = [
  ...['node_modules', 'miniprogram_npm', 'package.json', 'package-lock.json', 'tsconfig.json'],
  ...['project.config.json', 'project.private.config.json', 'sitemap.json'],
]

/** `folders`: by the path that their files get within the mini program; '' for the app's own. */
export async function sourceFiles(folders: Record<string, string>): Promise<SourceFiles> {
  const locations = new Map<string, string>()
  for (const [prefix, folder] of Object.entries(folders)) {
    for (const path of await listFiles(folder)) {
      locations.set(prefix === '' ? path : `${prefix}/${path}`, join(folder, path))
    }
  }
  const all = [...locations.keys()].sort()
  const locate = (path: string) => locations.get(path) ?? join(folders[''] ?? '', path)
  return {
    stems: (extension) =>
      all.filter((path) => extname(path) === extension).map((path) => path.slice(0, -extension.length)),
    paths: (extensions) => all.filter((path) => extensions.includes(extname(path))),
    read: (path) => readFile(locate(path), 'utf8'),
    locate,
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('.') && !IGNORED.includes(path.split('/')[0] ?? ''))
}
