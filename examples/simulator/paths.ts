import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the parts of this repository are, wherever it is checked out. */
export const miniProgramSource = fileURLToPath(new URL('../miniprogram', import.meta.url))
export const browserSource = fileURLToPath(new URL('./browser', import.meta.url))
const cache = new URL('../../.cache/', import.meta.url)

/** Where a mini program is built: a folder of its own for each, so that two can run at once. */
export function outputFor(app: string): string {
  if (app === miniProgramSource) return fileURLToPath(new URL('simulator', cache))
  const distinct = createHash('sha256').update(app).digest('hex').slice(0, 8)
  return join(fileURLToPath(cache), `simulator-${basename(app)}-${distinct}`)
}
