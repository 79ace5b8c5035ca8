import { readFileSync } from 'node:fs'

const sets = ['start', 'test', 'full'].map((set) =>
  JSON.parse(readFileSync(`.cache/results/${set}.json`, 'utf8')),
)
const sum = (member) => sets.reduce((total, set) => total + set[member], 0)

console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
