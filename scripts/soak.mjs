// `npm run test:soak`, or `-- RUNS SEED`: the models for as long as one likes. A seed that is not given is a new one, and
// is told, so that what was found can be found again.
import { randomInt } from 'node:crypto'
import { runNode } from './setup/run.mjs'

const [runs = '200000', seed = String(randomInt(2 ** 31))] = process.argv.slice(2)
if (!(Number(runs) > 0 && Number.isInteger(Number(seed))))
  throw new Error('test:soak takes a number of RUNS, and a SEED')
console.log(`${runs} programs of seed ${seed}`)
const models = ['__tests__/model/sessions.test.ts', '__tests__/model/whose.test.ts']
const { code } = await runNode(['node_modules/jest/bin/jest.js', ...models], {
  env: { ...process.env, MODEL_RUNS: runs, MODEL_SEED: seed },
  stdio: 'inherit',
})
process.exitCode = code
