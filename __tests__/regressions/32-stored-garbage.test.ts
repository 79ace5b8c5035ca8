import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { createWorld } from '../support/world'
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
    world.stored.set(KEY, garbage)
    // It cannot be removed at first: the warning about that is a message, too.
    world.answers.setStorage = 'fail'
    const said: unknown[] = []
    const auth = world.auth()
    auth.on('warning', (error) => said.push(error))
    auth.subscribe((...states) => said.push(states))
    await world.clock.advance(100)
    expect(auth.state).toEqual({ status: 'anonymous' })
    expect(inspect(said, { depth: 9 })).not.toContain('sesame')

    world.answers.setStorage = 'success'
    world.restart().auth()
    await world.clock.advance(100)
    expect(world.stored.size).toBe(0)
  })
})
