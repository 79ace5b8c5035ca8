import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { measureSizes, SIZES_PATH } from '../../scripts/sizes'

/** zlib differs a little from one release of Node to the next. */
const TOLERANCE = 0.02

test('docs/sizes.md tells what the build weighs (npm run sizes)', () => {
  const page = readFileSync(SIZES_PATH, 'utf8')
  const told = [...page.matchAll(/^\| `([^`]+)` +\| +([\d.]+) \| +([\d.]+) \|$/gm)].map(
    ([, name, plain, gzip]) => ({ name, plain: Number(plain) * 1024, gzip: Number(gzip) * 1024 }),
  )
  const measured = measureSizes()
  expect(told.map(({ name }) => name)).toEqual(measured.map(({ name }) => name))
  measured.forEach(({ plain, gzip }, index) => {
    for (const [is, says] of [
      [plain, told[index]?.plain],
      [gzip, told[index]?.gzip],
    ]) {
      expect(Math.abs(Number(says) - Number(is))).toBeLessThanOrEqual(Number(is) * TOLERANCE + 10)
    }
  })
})
