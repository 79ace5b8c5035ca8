import { expect, test } from '@jest/globals'
import { findCounterexample } from './property'

test('whatever happens in whatever order, the promises hold: 2,000 more programs', async () => {
  expect(await findCounterexample(2000, 20261130)).toBeNull()
}, 600_000)
