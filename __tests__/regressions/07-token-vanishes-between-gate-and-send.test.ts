import { describe, expect, test } from '@jest/globals'
import { loggedIn, ok, times, tokens } from './support'

describe('the token vanishes between gate and send: the request waits, and is never sent bare (IvinWu/weRequest PR#80)', () => {
  // Somewhere in there is the moment between the two.
  test.each(times(12, (i) => i))('%i microtasks after the session was there', async (delay) => {
    const { world } = await loggedIn()
    world.restart()
    const auth = world.auth()
    world.script('request', { url: '/early', outcome: 'neither' })
    const { request } = world.wx
    world.wx.request = (options) => {
      if (options.url.endsWith('/early')) {
        world.server.expireAll()
        const reject = () => options.success?.({ statusCode: 401, data: null, header: {} })
        void microtasks(delay).then(reject)
      } else if (!options.url.endsWith('/login')) {
        expect(options.header?.Authorization).toBe(`Bearer ${String(auth.session?.token)}`)
      }
      return request(options)
    }
    const off = auth.subscribe(() => {
      off()
      auth.request({ url: '/early', replay: false }).catch(() => undefined)
    })
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
    expect(tokens(world, '/early')).toEqual(['token-1'])
    expect(tokens(world, '/orders')).not.toContain(null)
    expect(world.history.logins()).toBe(1)
  })
})

function microtasks(count: number): Promise<unknown> {
  return times(count, () => undefined).reduce((last) => last.then(() => undefined), Promise.resolve())
}
