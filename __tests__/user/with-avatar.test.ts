import { expect, test } from '@jest/globals'
import { refusal, setUp } from './support'

const chosen = { detail: { avatarUrl: 'wxfile://tmp_avatar' } }

test('the handler gets the path, at once when the user is logged in', async () => {
  const { auth } = await setUp()
  const page = {}
  const handler = auth.withAvatar(function (this: object, { avatarUrl }) {
    return [this, avatarUrl]
  })
  expect(handler.call(page, chosen)).toEqual([page, 'wxfile://tmp_avatar'])
})

test('without a session the login comes first', async () => {
  const { world, auth } = await setUp({}, false)
  const handler = auth.withAvatar(() => auth.session !== null)
  expect(await world.until(Promise.resolve(handler.call({}, chosen)))).toBe(true)
})

test('who cancels is told to onDenied, and privacy to onError', async () => {
  const { auth } = await setUp()
  const denied: unknown[] = []
  const told: unknown[] = []
  const handler = auth.withAvatar(() => undefined, {
    onDenied: (event) => void denied.push(event),
    onError: (error) => void told.push(error),
  })
  const cancel = { detail: { errMsg: 'chooseAvatar:fail cancel' } }
  void handler.call({}, cancel)
  void handler.call({}, { detail: { errMsg: 'chooseAvatar:fail', errno: 104 } })
  expect([denied, told]).toEqual([[cancel], [refusal('PRIVACY_NOT_AUTHORIZED')]])
})
