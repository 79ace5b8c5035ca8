import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'

test('a subscriber throws: the login resolves, and later listeners run', async () => {
  const world = createWorld()
  const auth = world.auth()
  const seen: string[] = []
  const broken = () => {
    throw new Error('mine')
  }
  auth.subscribe(({ status }) => status === 'authenticated' && broken())
  auth.on('login', broken)
  auth.subscribe(({ status }) => seen.push(status))
  auth.on('login', () => seen.push('login'))
  await expect(world.until(auth.login())).resolves.toMatchObject({ user: { name: '小明' } })
  // The errors go to App.onError: here they come out of the clock, whose timers throw them.
  await expect(world.advance(1)).rejects.toThrow('mine')
  await expect(world.advance(1)).rejects.toThrow('mine')
  await world.advance(1)
  expect(seen).toEqual(['anonymous', 'loggingIn', 'authenticated', 'login'])
})
