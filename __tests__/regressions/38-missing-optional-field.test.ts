import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { KEY, loggedIn } from './support'

test('a missing optional field keeps the old value (authgear/authgear-sdk-js#58)', async () => {
  const { world, auth } = await loggedIn({}, createWorld({ server: { refreshTokens: true } }))
  Object.assign(world.server, { refreshTokens: false, user: undefined })
  world.server.expireAll()
  await world.until(auth.request({ url: '/orders' }))
  expect(world.history.answers('/login')).toMatchObject([{ data: { token: 'token-2' } }])
  const { token, refreshToken, user } = auth.session ?? {}
  expect({ token, refreshToken, user }).toEqual({
    token: 'token-2',
    refreshToken: 'refresh-1',
    user: { name: '小明' },
  })
  await world.advance(10)
  expect(world.storage.get(KEY)).toMatchObject({ refreshToken: 'refresh-1', user: { name: '小明' } })
})
