import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const listFiles = async (folder: string) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

/** The files of a folder by their paths in it. */
export async function readFolder(folder: string) {
  const files = await listFiles(folder)
  return new Map(
    await Promise.all(files.map(async (file) => [file.slice(folder.length), await readFile(file)] as const)),
  )
}
