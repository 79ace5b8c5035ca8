import { expect, test } from '@jest/globals'
import { findCounterexample } from './property'

const RUNS = Number(process.env.MODEL_RUNS ?? 2000)
const SEED = process.env.MODEL_SEED === undefined ? undefined : Number(process.env.MODEL_SEED)

test(
  `whatever happens in whatever order, the promises hold (${RUNS} runs)`,
  async () => {
    expect(await findCounterexample(RUNS, SEED)).toBeNull()
  },
  24 * 3600_000,
)
