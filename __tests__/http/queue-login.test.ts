import { describe, expect, test } from '@jest/globals'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes } from '../support/phone'
import { mostUnderWay, ok, paths, refusal, times, tokens } from './support'

const numbered = (count: number) => times(count, (index) => `/${index}`)

describe('a login does not stand in line', () => {
  test('behind requests that hang', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 3 })
    world.script('request', { url: '/public', latency: Infinity })
    const hanging = outcomes(times(6, () => auth.request({ url: '/public', auth: 'none' })))
    await world.advance(1)
    const before = world.clock.now()
    await world.until(auth.login({ force: true }))
    expect(world.clock.now() - before).toBeLessThan(50)
    await world.until(hanging)
  })

  test('nor does a renewal', async () => {
    const { world, auth } = await loggedIn(
      {
        maxConcurrent: 1,
        renew: ({ refreshToken, send }) =>
          send({ url: '/refresh', method: 'POST', data: { refreshToken } }).then(
            ({ data }) => data as { token: string },
          ),
      },
      { server: { refreshTokens: true } },
    )
    world.script('request', { url: '/public', latency: 5000 })
    world.server.expireAll()
    const rejected = auth.request({ url: '/orders' })
    const slow = auth.request({ url: '/public', auth: 'none' })
    await world.advance(200)
    expect(world.history.answers('/refresh')).toMatchObject([{ statusCode: 200 }])
    expect(auth.session?.token).toBe('token-2')
    expect(await world.until(outcomes([slow, rejected]))).toEqual([ok, ok])
  })

  test('with one place, a request whose session was rejected gives it up for the time', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 1 })
    world.server.expireAll()
    const requests = numbered(4).map((url) => auth.request({ url }))
    expect(await world.until(outcomes(requests))).toEqual(times(4, () => ok))
    expect(paths(world)).toEqual(['/0', '/login', '/0', '/1', '/2', '/3'])
    expect(mostUnderWay(world)).toBe(1)
  })

  test('what needs no session goes on meanwhile', async () => {
    const world = createWorld()
    const auth = world.auth({ maxConcurrent: 2 })
    world.script('login', { latency: 5000 })
    const mine = outcomes(numbered(4).map((url) => auth.request({ url })))
    const others = times(3, () => auth.request({ url: '/public', auth: 'none' }))
    const optional = auth.request({ url: '/public', auth: 'optional' })
    expect(await world.until(outcomes([...others, optional]))).toEqual(times(4, () => ok))
    expect(world.history.sends('/public').every(({ at }) => at < 100)).toBe(true)
    expect(await world.until(mine)).toEqual(times(4, () => ok))
  })
})

describe('an expiry with 30 in line behind 10 in flight', () => {
  test('costs one login and ten sends in vain, and all 40 succeed', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const requests = numbered(40).map((url) => auth.request({ url }))
    expect(await world.until(outcomes(requests))).toEqual(times(40, () => ok))
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends('/login')).toHaveLength(1)
    expect(tokens(world).filter((token) => token === 'token-1')).toHaveLength(10)
    expect(tokens(world).filter((token) => token === 'token-2')).toHaveLength(40)
    expect(mostUnderWay(world)).toBe(10)
  })

  test('also where the rejections are spread over 10 to 190 ms', async () => {
    const { world, auth } = await loggedIn()
    world.script('request', {
      latency: ({ options }) => 10 + ((Number(options.url?.split('/').pop()) || 0) % 10) * 20,
    })
    world.server.expireAll()
    const requests = numbered(40).map((url) => auth.request({ url }))
    expect(await world.until(outcomes(requests))).toEqual(times(40, () => ok))
    expect(world.history.logins()).toBe(1)
    expect(tokens(world).filter((token) => token === 'token-1')).toHaveLength(10)
  })

  test('they are sent in their order, over the login too', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const requests = numbered(40).map((url) => auth.request({ url }))
    await world.until(outcomes(requests))
    const fresh = world.history.sends().filter(({ token }) => token === 'token-2')
    expect(fresh.map(({ url }) => url.slice('https://api.example.com'.length))).toEqual(numbered(40))
  })

  test('an expiry that the clock foretells costs no send at all', async () => {
    const { world, auth } = await loggedIn({ renewBefore: 10 }, { server: { expiresIn: 100 } })
    world.script('request', { latency: 4000, times: 10 })
    const early = numbered(40).map((url) => auth.request({ url }))
    await world.advance(1)
    world.jump(95_000)
    expect(await world.until(outcomes(early))).toEqual(times(40, () => ok))
    expect(tokens(world, '/').filter((token) => token === 'token-1')).toHaveLength(10)
    expect(tokens(world, '/').filter((token) => token === 'token-2')).toHaveLength(30)
    expect(world.history.logins()).toBe(1)
  })

  test('when the login fails, all get its error, none hangs, and the line is free', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 2 })
    world.server.expireAll()
    world.script('login', { outcome: 'fail', times: 1 })
    const requests = numbered(12).map((url) => auth.request({ url }))
    const results = await world.until(outcomes(requests))
    expect(results).not.toContainEqual(ok)
    expect(results[0]).toEqual(refusal('WX_LOGIN_FAILED'))
    expect(paths(world)).toEqual(['/0', '/1'])
    await world.until(auth.login())
    expect(await world.until(outcomes([auth.request({ url: '/again' })]))).toEqual([ok])
  })
})

describe('a cold start with 40 requests', () => {
  test('sends each once, in order, ten at a time', async () => {
    const world = createWorld()
    const auth = world.auth()
    const requests = numbered(40).map((url) => auth.request({ url }))
    expect(await world.until(outcomes(requests))).toEqual(times(40, () => ok))
    expect(paths(world)).toEqual(['/login', ...numbered(40)])
    expect(mostUnderWay(world)).toBe(10)
  })

  test('sends what is urgent first, though it was asked for last', async () => {
    const world = createWorld()
    const auth = world.auth({ maxConcurrent: 2 })
    const low = numbered(6).map((url) => auth.request({ url, priority: 'low' }))
    const high = auth.request({ url: '/urgent', priority: 'high' })
    await world.until(outcomes([...low, high]))
    expect(paths(world).slice(0, 3)).toContain('/urgent')
  })
})
