import { expect, test } from '@jest/globals'
import { KEY, granting, loggedIn } from './support'

test('a missing optional field keeps the old value (authgear/authgear-sdk-js#58)', async () => {
  const { world, auth } = await loggedIn({}, granting({ refreshToken: 'refresh-1' }))
  world.exchange = () => ({ data: { token: world.issue() } })
  world.valid.clear()
  await world.clock.until(auth.request({ url: '/orders' }))
  expect(auth.session).toMatchObject({
    token: 'token-2',
    refreshToken: 'refresh-1',
    user: { name: '小明' },
  })
  await world.clock.advance(10)
  expect(world.stored.get(KEY)).toMatchObject({ refreshToken: 'refresh-1', user: { name: '小明' } })
})
