import { describe, expect, test } from '@jest/globals'
import { loggedIn, ok, times } from './support'

describe('the token vanishes between gate and send: the request waits, and is never sent bare (IvinWu/weRequest PR#80)', () => {
  // Somewhere in there is the moment between the two.
  test.each(times(12, (i) => i))('%i microtasks after the session was there', async (delay) => {
    const { world } = await loggedIn()
    const auth = world.restart().auth()
    const { request } = world.wx
    const sent: Array<string | undefined> = []
    world.wx.request = (options) => {
      if (!options.url.endsWith('/early')) {
        if (options.url.endsWith('/orders')) sent.push(options.header?.Authorization)
        expect([undefined, `Bearer ${String(auth.session?.token)}`]).toContain(options.header?.Authorization)
        return request(options)
      }
      world.valid.clear()
      const reject = () => options.success?.({ statusCode: 401, data: null, header: {} })
      return times(delay, () => 0)
        .reduce((last) => last.then(() => undefined), Promise.resolve())
        .then(reject)
    }
    const off = auth.subscribe(() => {
      off()
      auth.request({ url: '/early', replay: false }).catch(() => undefined)
    })
    expect(await world.clock.until(auth.request({ url: '/orders' }))).toEqual(ok)
    expect(sent).not.toContain(undefined)
    expect(world.count('login')).toBe(1)
  })
})
