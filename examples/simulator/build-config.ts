import { posix } from 'node:path'
import type { SourceFiles } from './source-files'

interface PageConfig {
  component?: boolean
  usingComponents?: Record<string, string>
  [key: string]: unknown
}

export type Configs = Record<string, PageConfig>

/** The JSON of the app, its pages and components, with every used component as an absolute path. */
export async function readConfigs(files: SourceFiles): Promise<Configs> {
  const configs: Configs = {}
  for (const stem of files.stems('.json'))
    configs[stem] = JSON.parse(await files.read(`${stem}.json`)) as PageConfig

  const forAll = resolveAll(configs, 'app')
  for (const [stem, config] of Object.entries(configs)) {
    config.usingComponents = { ...forAll, ...resolveAll(configs, stem) }
  }
  checkPages(files, configs.app?.pages)
  return configs
}

function resolveAll(configs: Configs, stem: string): Record<string, string> {
  const used = Object.entries(configs[stem]?.usingComponents ?? {})
  return Object.fromEntries(used.map(([tag, target]) => [tag, resolveComponent(configs, stem, target)]))
}

function checkPages(files: SourceFiles, pages: unknown) {
  if (!Array.isArray(pages) || pages.length === 0) throw new Error('app.json names no pages')
  const templates = files.stems('.wxml')
  const missing = (pages as string[]).find((page) => !templates.includes(page))
  if (missing !== undefined) throw new Error(`app.json: there is no page "${missing}"`)
}

/** '/absolute', './relative', or a package: from the nearest miniprogram_npm upwards. */
function resolveComponent(configs: Configs, from: string, target: string) {
  const candidates = candidatesFor(posix.dirname(from), target).flatMap((path) => [
    path,
    posix.join(path, 'index'),
  ])
  const found = candidates.find((path) => configs[path]?.component)
  if (found === undefined) throw new Error(`${from}.json: there is no component "${target}"`)
  return `/${found}`
}

function candidatesFor(directory: string, target: string): string[] {
  if (target.startsWith('/')) return [target.slice(1)]
  const candidates = [posix.join(directory, target)]
  if (target.startsWith('.')) return candidates
  for (let folder = directory; ; folder = posix.dirname(folder)) {
    candidates.push(posix.join(folder, 'miniprogram_npm', target))
    if (folder === '.') return candidates
  }
}
