// `npm run bench`, or a part of it: `npm run bench -- storms`, `-- overhead`, `-- size`.
import process from 'node:process'
import { overheadSection, sizeSection, stormSection } from './sections.mjs'

const SECTIONS = { storms: stormSection, overhead: overheadSection, size: sizeSection }

const names = process.argv.slice(2)
const unknown = names.find((name) => !(name in SECTIONS))
if (unknown) throw new Error(`bench: there is no ${unknown}; there are ${Object.keys(SECTIONS).join(', ')}`)

/** What we promise, and do not keep. */
const misses = []
for (const [name, section] of Object.entries(SECTIONS)) {
  if (names.length === 0 || names.includes(name)) misses.push(...(await section(tell)))
}
for (const miss of misses) console.log(`✗ ${miss}`)
console.log(misses.length === 0 ? '✓ every promise is kept' : `${misses.length} promises are not kept`)
console.log('The tables are in bench/README.md.')
process.exitCode = misses.length === 0 ? 0 : 1

function tell(text) {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}\r`)
}
