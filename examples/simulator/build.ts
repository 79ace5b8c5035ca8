import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { buildBrowser } from './build-browser'
import { readConfigs } from './build-config'
import { buildNpm } from './build-npm'
import { compileScripts, wrapModules } from './build-scripts'
import { compileStyles } from './build-styles'
import { compileTemplates } from './build-templates'
import { withPackages } from './install'
import { browserSource } from './paths'
import type { Project } from './project'
import { sourceFiles } from './source-files'

const IMAGES = ['.png', '.jpg', '.jpeg', '.gif', '.svg', '.webp']

export interface BuildOptions {
  project: Project
  /** An empty folder; `site` in it is to be served. */
  output: string
}

/** Builds a mini program the way its developer would, and for a browser what is left to a phone. */
export async function buildMiniProgram({ project, output }: BuildOptions): Promise<void> {
  const scripts = join(output, 'scripts')
  const packages = join(output, 'packages')
  const site = join(output, 'site')
  await mkdir(site, { recursive: true })

  const { root, app } = await withPackages(project, join(output, 'project'))
  await buildNpm({ root, built: join(project.app, 'miniprogram_npm'), output: packages })
  await Promise.all([compileScripts({ root, app }, scripts), buildBrowser(browserSource, site)])

  const files = await sourceFiles({ '': app, miniprogram_npm: packages })
  const compiled = await sourceFiles({ '': join(scripts, relative(root, app)) })
  const configs = await readConfigs(files)
  const bundle = [
    `configs: ${JSON.stringify(configs)}`,
    `styles: ${JSON.stringify(await compileStyles(files, configs))}`,
    `templates: ${await compileTemplates(files)}`,
    `modules: ${await wrapModules(files, compiled)}`,
  ]
  await writeFile(join(site, 'app.js'), `window.miniProgram = {\n${bundle.join(',\n')}\n}\n`)
  for (const image of files.paths(IMAGES)) await cp(files.locate(image), join(site, 'app', image))
}
