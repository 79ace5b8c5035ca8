import { expect, test } from '@jest/globals'
import { findCounterexample } from './whose'

// The same programs each time, as in sessions.test.ts.
const { MODEL_RUNS = '300', MODEL_SEED = '20261201' } = process.env

test(
  `whoever is logged in, nothing is done as somebody else (${MODEL_RUNS} programs of seed ${MODEL_SEED})`,
  async () => {
    expect(await findCounterexample(Number(MODEL_RUNS), Number(MODEL_SEED))).toBeNull()
  },
  24 * 3600_000,
)
