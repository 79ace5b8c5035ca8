import { expect, test } from '@jest/globals'
import { findCounterexample } from './property'

const RUNS = Number(process.env.MODEL_RUNS ?? 2000)
// The same programs each time: a change that has nothing to do with them does not fail. `npm run test:soak` looks further.
const { MODEL_SEED = '20261121' } = process.env
const SEED = MODEL_SEED === 'random' ? undefined : Number(MODEL_SEED)

test(
  `whatever happens in whatever order, the promises hold (${RUNS} runs)`,
  async () => {
    expect(await findCounterexample(RUNS, SEED)).toBeNull()
  },
  24 * 3600_000,
)
