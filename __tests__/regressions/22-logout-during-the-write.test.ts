import { describe, expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { KEY, refusal } from './support'

describe('a logout between the start and the end of the storage write undoes it', () => {
  test.each([
    ['the write takes half a second', 500],
    ['the write lands when it has long been given up', 5000],
  ])('%s', async (_, latency) => {
    const world = createWorld()
    world.script('setStorage', { latency, times: 1 })
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    await world.advance(100)
    expect(world.storage.keys()).toEqual([])
    await world.until(auth.logout())
    await world.advance(10_000)
    expect(world.storage.get(KEY)).toEqual({ v: 1, loggedOut: 'user' })

    world.restart()
    await expect(world.until(world.auth().ensureLogin())).rejects.toEqual(refusal('LOGGED_OUT'))
  })
})
