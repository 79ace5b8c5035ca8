import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { KEY } from './support'

describe('stored garbage is treated as empty and removed, and its raw value is in no message', () => {
  test.each([
    ['x'],
    ['{}'],
    ['{"token":"sesame"'],
    [null],
    [[]],
    [7],
    [{ token: 'sesame' }],
    [{ v: 0, token: 'sesame', obtainedAt: 1 }],
    [{ v: 1, token: ['sesame'], obtainedAt: 1 }],
  ])('%j', async (garbage) => {
    const world = createWorld()
    world.storage.set(KEY, garbage)
    // It cannot be removed at first: the warning about that is a message, too.
    const repair = world.script('removeStorage', { outcome: 'fail' })
    const said: unknown[] = []
    const auth = world.auth()
    auth.on('warning', (error) => said.push(error))
    auth.subscribe((...states) => said.push(states))
    await world.advance(100)
    expect(auth.state).toEqual({ status: 'anonymous' })
    expect(inspect(said, { depth: 9 })).toContain('STORAGE_FAILED')
    expect(inspect(said, { depth: 9 })).not.toContain('sesame')
    expect(world.storage.keys()).toEqual([KEY])

    repair()
    world.restart()
    world.auth()
    await world.advance(100)
    expect(world.storage.keys()).toEqual([])
  })
})
