import { fileURLToPath } from 'node:url'

/** Where the parts of this repository are, wherever it is checked out. */
export const miniProgramSource = fileURLToPath(new URL('../miniprogram', import.meta.url))
export const browserSource = fileURLToPath(new URL('./browser', import.meta.url))
