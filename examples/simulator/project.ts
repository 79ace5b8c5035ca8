import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'

export interface Project {
  /** Where its package.json is. */
  root: string
  /** Where its app.json is: the root, or a folder within it. */
  app: string
}

/** Where the parts of a mini program are, by the rules of WeChat DevTools. Reads only. */
export async function findProject(folder: string): Promise<Project> {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`)
  const app = await findApp(folder)
  const root = [app, folder, dirname(app)].find((candidate) => existsSync(join(candidate, 'package.json')))
  if (root === undefined) {
    throw new Error(
      `There is no package.json in ${app} or the folder above it: run \`npm init -y\` in ${folder}.`,
    )
  }
  return { root, app }
}

async function findApp(folder: string): Promise<string> {
  const config = join(folder, 'project.config.json')
  const { miniprogramRoot = '' } = existsSync(config)
    ? await readJSON<{ miniprogramRoot?: string }>(config)
    : {}
  const app = resolve(folder, miniprogramRoot)
  const inside = relative(folder, app)
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw new Error(`${config}: "miniprogramRoot" leads out of the folder: name the folder that holds both.`)
  }
  if (existsSync(join(app, 'app.json'))) return app
  if (app !== folder) {
    throw new Error(
      `There is no app.json in ${app}, the "miniprogramRoot" of ${config}: correct that, or build the app first.`,
    )
  }
  throw new Error(
    `There is no app.json in ${folder}, and no project.config.json whose "miniprogramRoot" leads to one: ` +
      'name the folder that you open in WeChat DevTools.',
  )
}

export async function readJSON<T>(path: string): Promise<T> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T
  } catch (error) {
    throw new Error(`${path} cannot be read as JSON: ${String(error)}`, { cause: error })
  }
}
