import { expect, test } from '@jest/globals'
import { findCounterexample } from './property'

// The same programs each time: a change that has nothing to do with them does not fail. `npm run test:soak` looks further.
const { MODEL_RUNS = '500', MODEL_SEED = '20261121' } = process.env

test(
  `whatever happens in whatever order, the promises hold (${MODEL_RUNS} programs of seed ${MODEL_SEED})`,
  async () => {
    expect(await findCounterexample(Number(MODEL_RUNS), Number(MODEL_SEED))).toBeNull()
  },
  24 * 3600_000,
)
