import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { stateDiagram, withStateDiagram } from '../../scripts/state-diagram'

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8')

test('the README’s state diagram is what the transition function does (npm run diagram)', () => {
  expect(stateDiagram()).toContain('loggingIn --> authenticated: a grant')
  expect(readme).toBe(withStateDiagram(readme))
})
