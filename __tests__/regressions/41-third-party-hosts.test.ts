import { expect, test } from '@jest/globals'
import { outcomes } from '../support/phone'
import { loggedIn, refusal } from './support'

const ELSEWHERE = 'https://cdn.other.com/a.json'
const file = { filePath: 'wxfile://a', name: 'a' }

test('a third-party host gets no token by default (CVE-2023-45857)', async () => {
  const { world, auth } = await loggedIn()
  await world.until(
    outcomes([
      auth.request({ url: ELSEWHERE }),
      auth.uploadFile({ url: ELSEWHERE, ...file }),
      auth.downloadFile({ url: ELSEWHERE }),
    ]),
  )
  expect(world.history.sends('cdn').map(({ token }) => token)).toEqual([null, null, null])
  expect(JSON.stringify(world.history.sends('cdn'))).not.toContain('token-1')
})

test('who asks for it there is refused, and nothing is sent', async () => {
  const { world, auth } = await loggedIn()
  const asked = [
    auth.request({ url: ELSEWHERE, auth: 'required' }),
    auth.request({ url: ELSEWHERE, auth: 'optional' }),
    auth.uploadFile({ url: ELSEWHERE, ...file, auth: 'required' }),
    auth.downloadFile({ url: ELSEWHERE, auth: 'optional' }),
    auth.attach({ url: ELSEWHERE }),
  ]
  expect(await world.until(outcomes(asked))).toEqual(asked.map(() => refusal('UNTRUSTED_ORIGIN')))
  expect(world.history.sends()).toEqual([])
})

test('`trustedOrigins` names those that do', async () => {
  const { world, auth } = await loggedIn({ trustedOrigins: ['https://cdn.other.com'] })
  await world.until(outcomes([auth.request({ url: ELSEWHERE })]))
  expect(world.history.sends('cdn')[0]?.token).toBe('token-1')
})
