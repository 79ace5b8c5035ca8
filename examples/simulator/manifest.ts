import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readJSON } from './project'

interface Manifest {
  miniprogram?: string
  dependencies?: Record<string, string>
}

export const readManifest = (folder: string) => readJSON<Manifest>(join(folder, 'package.json'))

/** The folder of an installed package, from the nearest node_modules upwards. */
export function findPackage(folder: string, name: string): string | undefined {
  const installed = join(folder, 'node_modules', name)
  if (existsSync(join(installed, 'package.json'))) return installed
  return dirname(folder) === folder ? undefined : findPackage(dirname(folder), name)
}
