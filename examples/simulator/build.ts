import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildBrowser } from './build-browser'
import { readConfigs } from './build-config'
import { buildNpm, installPackages } from './build-npm'
import { compileScripts, wrapModules } from './build-scripts'
import { compileStyles } from './build-styles'
import { compileTemplates } from './build-templates'
import { browserSource } from './paths'
import { sourceFiles } from './source-files'

const IMAGES = ['.png', '.jpg', '.jpeg', '.gif', '.svg', '.webp']

export interface BuildOptions {
  /** The folder of the mini program. */
  source: string
  /** Emptied first; then the folder to serve. */
  output: string
}

/** Builds a mini program the way its developer would, and for a browser what is left to a phone. */
export async function buildMiniProgram({ source, output }: BuildOptions): Promise<void> {
  const scripts = join(output, 'scripts')
  const site = join(output, 'site')
  await rm(output, { recursive: true, force: true })
  await mkdir(site, { recursive: true })

  await installPackages(source)
  await buildNpm(source)
  await Promise.all([compileScripts(source, scripts), buildBrowser(browserSource, site)])

  const files = await sourceFiles(source)
  const configs = await readConfigs(files)
  const bundle = [
    `configs: ${JSON.stringify(configs)}`,
    `styles: ${JSON.stringify(await compileStyles(files, configs))}`,
    `templates: ${await compileTemplates(files)}`,
    `modules: ${await wrapModules(files, await sourceFiles(scripts))}`,
  ]
  await writeFile(join(site, 'app.js'), `window.miniProgram = {\n${bundle.join(',\n')}\n}\n`)
  for (const image of files.paths(IMAGES)) await cp(join(source, image), join(site, 'app', image))
}
