import { fileURLToPath } from 'node:url'

/** Where the parts of this repository are, wherever it is checked out. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))
export const miniProgramSource = fileURLToPath(new URL('../miniprogram', import.meta.url))
export const browserSource = fileURLToPath(new URL('./browser', import.meta.url))
export const outputDirectory = fileURLToPath(new URL('../../.cache/simulator', import.meta.url))
