import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the parts of this repository are, wherever it is checked out. */
export const miniProgramSource = fileURLToPath(new URL('../miniprogram', import.meta.url))
export const browserSource = fileURLToPath(new URL('./browser', import.meta.url))
const cache = new URL('../../.cache/', import.meta.url)

/** Where a mini program is built: a folder of its own for each, so that two can run at once. */
export const outputFor = (source: string) =>
  fileURLToPath(new URL(source === miniProgramSource ? 'simulator' : `simulator-${basename(source)}`, cache))
