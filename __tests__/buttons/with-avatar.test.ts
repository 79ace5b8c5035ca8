import { expect, test } from '@jest/globals'
import { withAvatar } from '../../src/buttons'
import { refusal, setUp } from './support'

const chosen = { detail: { avatarUrl: 'wxfile://tmp_avatar' } }

test('the handler gets the path, at once when the user is logged in', async () => {
  const { auth } = await setUp()
  const page = {}
  const handler = withAvatar(auth, function (this: object, { avatarUrl }) {
    return [this, avatarUrl]
  })
  expect(handler.call(page, chosen)).toEqual([page, 'wxfile://tmp_avatar'])
})

test('a success of older clients says so', async () => {
  const { auth } = await setUp()
  const handler = withAvatar(auth, ({ avatarUrl }) => avatarUrl)
  const detail = { avatarUrl: 'wxfile://tmp_avatar', errMsg: 'chooseAvatar:ok' }
  expect(handler.call({}, { detail })).toBe('wxfile://tmp_avatar')
})

test('before base library 2.24.0 the text alone tells that it is the privacy', async () => {
  const { auth, warnings } = await setUp()
  const detail = { errMsg: 'chooseAvatar:fail privacy permission is not authorized' }
  void withAvatar(auth, () => 'called').call({}, { detail })
  expect(warnings).toEqual(['PRIVACY_NOT_AUTHORIZED'])
})

test('an event of another kind brings nothing', async () => {
  const { auth, warnings } = await setUp()
  expect(withAvatar(auth, () => 'called').call({}, { detail: {} })).toBeUndefined()
  expect(warnings).toEqual(['USER_DENIED'])
})

test('without a session the login comes first', async () => {
  const { world, auth } = await setUp({}, false)
  const handler = withAvatar(auth, () => auth.session !== null)
  expect(await world.until(Promise.resolve(handler.call({}, chosen)))).toBe(true)
})

test('who cancels is told to onDenied, and privacy to onError', async () => {
  const { auth } = await setUp()
  const denied: unknown[] = []
  const told: unknown[] = []
  const handler = withAvatar(auth, () => undefined, {
    onDenied: (event) => void denied.push(event),
    onError: (error) => void told.push(error),
  })
  const cancel = { detail: { errMsg: 'chooseAvatar:fail cancel' } }
  void handler.call({}, cancel)
  void handler.call({}, { detail: { errMsg: 'chooseAvatar:fail', errno: 104 } })
  expect([denied, told]).toEqual([[cancel], [refusal('PRIVACY_NOT_AUTHORIZED')]])
})

test('a second tap while the first waits for the login is ignored, whatever it brings', async () => {
  const { world, auth } = await setUp({}, false)
  const heard: string[] = []
  const handler = withAvatar(auth, ({ avatarUrl }) => void heard.push(avatarUrl), {
    onDenied: () => void heard.push('denied'),
  })
  const page = {}
  const first = handler.call(page, chosen)
  void handler.call(page, { detail: { errMsg: 'chooseAvatar:fail cancel' } })
  await world.until(Promise.resolve(first))
  expect(heard).toEqual(['wxfile://tmp_avatar'])
})
