import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** The files of a mini program, by their path within it, with '/' and without a leading one. */
export interface SourceFiles {
  /** Paths that end in `extension`, without it: the way JSON, WXML and code name a page or component. */
  stems(extension: string): string[]
  paths(extensions: readonly string[]): string[]
  read(path: string): Promise<string>
}

const IGNORED = ['node_modules', 'package.json', 'tsconfig.json', 'project.config.json', 'sitemap.json']

export async function sourceFiles(root: string): Promise<SourceFiles> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const all = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !IGNORED.includes(path.split('/')[0] ?? ''))
    .sort()
  return {
    stems: (extension) =>
      all.filter((path) => extname(path) === extension).map((path) => path.slice(0, -extension.length)),
    paths: (extensions) => all.filter((path) => extensions.includes(extname(path))),
    read: (path) => readFile(join(root, path), 'utf8'),
  }
}
