import { describe, expect, test } from '@jest/globals'
import { runSimulatorProcess } from './simulator-process'

describe('npm start -- …', () => {
  test.each([['--help'], ['-h']])('%s: how it is used', async (option) => {
    const { code, printed } = await runSimulatorProcess(option)
    expect(code).toBe(0)
    expect(printed).toMatch(/^Usage: npm start -- \[folder\]\n/)
  })

  test.each([
    ['an unknown option', ['--folder', 'x'], "Unknown option '--folder'"],
    ['two folders', ['x', 'y'], 'One folder, not 2.'],
    ['a folder that is not there', ['/no/such/folder'], 'There is no folder /no/such/folder.'],
  ])('%s: what is wrong, and how it is used', async (_, args, message) => {
    const { code, printed } = await runSimulatorProcess(...args)
    expect(code).toBe(1)
    expect(printed).toContain(message)
    expect(printed).toContain('\nUsage: npm start -- [folder]\n')
    expect(printed).not.toContain('Building')
  })
})
