import { describe, jest } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

// The tests of the session and of what is around it, as one file: every mutant loads each file of tests anew, and
// that takes longer than to run them.
const root = join(__dirname, '../../__tests__')
const files = ['options.test.ts', 'secrets.test.ts']

for (const folder of ['session', 'http', 'platform', 'regressions']) {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.test.ts'))
  files.push(...names.map((name) => join(folder, name)))
}

// Two files may have a test of the same name.
for (const file of files) describe(file, () => void jest.requireActual(join(root, file)))
