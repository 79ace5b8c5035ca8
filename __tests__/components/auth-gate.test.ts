/** @jest-environment jsdom */
import { describe, expect, test } from '@jest/globals'
import type { AuthOptions } from '../../src/options'
import { start, type Node } from './support'

const SLOTS = ['content', 'guest', 'unbound', 'failed', 'loading']

/** The slots that are to be seen. */
function seen(node: Node): string[] {
  const styles = [...node.dom.innerHTML.matchAll(/<wx-view[^>]*style="([^"]*)"/g)].map(([, style]) => style)
  expect(styles).toHaveLength(SLOTS.length)
  return SLOTS.filter((_, index) => styles[index] !== 'display: none')
}

describe('auth-gate', () => {
  async function showButton(properties: object = {}, options: Partial<AuthOptions> = {}, isLoggedIn = false) {
    const phone = start()
    const auth = phone.provided(options)
    if (isLoggedIn) await phone.world.until(auth.ensureLogin())
    const gate = phone.show('auth-gate', properties)
    gate.attach()
    const views = () => gate.events.filter(([name]) => name === 'change').map(([, detail]) => detail)
    return { ...phone, auth, ...gate, views }
  }

  test('it logs in, and shows the content', async () => {
    const { world, node, changes, views } = await showButton()
    expect(seen(node)).toEqual(['loading'])
    await world.advance(2000)
    expect(seen(node)).toEqual(['content'])
    expect(changes).toEqual([{ view: 'loading' }, { view: 'content' }])
    expect(views()).toEqual(changes)
    expect(world.history.logins()).toBe(1)
  })

  test('the content of who is logged in is there at once, and nothing before it', async () => {
    const phone = start()
    await phone.world.until(phone.provided().ensureLogin())
    const { node, changes, attach } = phone.show('auth-gate')
    expect(seen(node)).toEqual([])
    attach()
    expect([seen(node), changes]).toEqual([['content'], [{ view: 'content' }]])
  })

  test('with auto="{{false}}" the guest decides', async () => {
    const { world, node, auth } = await showButton({ auto: false })
    await world.advance(2000)
    expect([seen(node), world.history.logins()]).toEqual([['guest'], 0])
    node.triggerPageLifeTime('show')
    await world.advance(2000)
    expect([seen(node), world.history.logins()]).toEqual([['guest'], 0])
    await world.until(auth.login())
    expect(seen(node)).toEqual(['content'])
  })

  test('auto may be turned on later', async () => {
    const { world, node } = await showButton({ auto: false })
    await world.advance(2000)
    node.setData({ auto: true })
    await world.advance(2000)
    expect(seen(node)).toEqual(['content'])
  })

  test('a logout makes a guest, who is not logged in again by looking', async () => {
    const { world, node, auth, changes } = await showButton({}, {}, true)
    void auth.logout()
    expect(seen(node)).toEqual(['guest'])
    node.triggerPageLifeTime('show')
    await world.advance(2000)
    expect([seen(node), world.history.logins(), changes.length]).toEqual([['guest'], 1, 2])
  })

  test('a user without an account is shown the way to one, until it is there', async () => {
    const login = () => Promise.resolve({ unbound: 'ticket' })
    const { world, node, auth, events } = await showButton({}, { login })
    await world.advance(2000)
    expect(seen(node)).toEqual(['unbound'])
    node.triggerPageLifeTime('show')
    await world.advance(2000)
    expect([world.history.logins(), events.map(([name]) => name)]).toEqual([1, ['change', 'change']])
    await world.until(auth.setSession({ token: 'bound' }, { wechat: true }))
    expect(seen(node)).toEqual(['content'])
  })

  test('a login that failed is shown and told, and tried again when the page shows', async () => {
    const phone = start()
    phone.provided()
    phone.world.network.goOffline()
    const { node, events, attach } = phone.show('auth-gate')
    attach()
    await phone.world.advance(60_000)
    expect(seen(node)).toEqual(['failed'])
    expect(events.slice(1)).toEqual([
      ['change', { view: 'failed' }],
      [
        'error',
        expect.objectContaining({
          code: expect.any(String) as unknown,
          message: expect.any(String) as unknown,
        }),
      ],
    ])
    expect(JSON.stringify(events)).not.toContain('cause')
    phone.world.network.goOnline()
    node.triggerPageLifeTime('show')
    await phone.world.advance(5000)
    expect(seen(node)).toEqual(['content'])
  })

  test('who does not want to log in is a guest, is told no error, and is not asked again', async () => {
    let asked = 0
    const confirmLogin = () => {
      asked++
      return Promise.resolve(false)
    }
    const { world, node, events } = await showButton({}, { confirmLogin })
    await world.advance(60_000)
    node.triggerPageLifeTime('show')
    await world.advance(60_000)
    expect([seen(node), asked]).toEqual([['guest'], 1])
    expect(events.filter(([name]) => name === 'error')).toEqual([])
  })

  test('the content stays while the session is renewed', async () => {
    const { world, node, auth, changes } = await showButton({}, {}, true)
    const renewed = auth.login({ force: true })
    await world.advance(5)
    expect([auth.state.status, seen(node)]).toEqual(['loggingIn', ['content']])
    await world.until(renewed)
    expect(changes).toEqual([{ view: 'content' }])
  })

  test('and while a session that the server has ended is replaced', async () => {
    const { world, auth, changes } = await showButton({}, {}, true)
    world.server.expireAll()
    await world.until(auth.request({ url: '/orders' }))
    expect([world.history.logins(), changes]).toEqual([2, [{ view: 'content' }]])
  })

  test('a session that was given up is replaced when the page shows, and the content stays', async () => {
    const { world, node, auth, changes } = await showButton({}, {}, true)
    auth.invalidate(auth.session?.token ?? '')
    node.triggerPageLifeTime('show')
    await world.advance(2000)
    expect([world.history.logins(), auth.state.status, changes]).toEqual([
      2,
      'authenticated',
      [{ view: 'content' }],
    ])
  })

  test('the reason of a login is the one that it has without a gate', async () => {
    const { world, auth } = await showButton({}, {}, true)
    const reasons: string[] = []
    auth.on('login', ({ reason }) => reasons.push(reason))
    world.server.expireAll()
    await world.until(auth.request({ url: '/orders' }))
    expect(reasons).toEqual(['expired'])
  })

  test('a page from Moments, where nobody can log in, shows what guests see', async () => {
    const phone = start({ launch: { scene: 1154 } })
    phone.provided()
    const { node, attach } = phone.show('auth-gate')
    attach()
    await phone.world.advance(2000)
    expect([seen(node), phone.world.history.logins()]).toEqual([['guest'], 0])
  })

  test('before provideAuth() it waits', async () => {
    const { world, provided, show } = start()
    const { node, attach } = show('auth-gate')
    attach()
    node.triggerPageLifeTime('show')
    expect(seen(node)).toEqual(['loading'])
    provided()
    await world.advance(2000)
    expect(seen(node)).toEqual(['content'])
  })

  test('another auth takes the place of the first, which it follows no longer', async () => {
    const { world, createAuth, provideAuth, node, auth } = await showButton({}, { storage: false }, true)
    const second = createAuth({ storage: { key: 'other' } })
    provideAuth(second)
    await world.until(auth.logout())
    await world.advance(2000)
    expect([seen(node), second.state.status]).toEqual([['content'], 'authenticated'])
  })

  test('who has left is not updated', async () => {
    const { world, node, auth, changes, events } = await showButton({}, {}, true)
    node.detach()
    const told = events.length
    await world.until(auth.logout())
    expect([changes.length, events.length]).toEqual([1, told])
  })

  test('each slot takes what the page puts there, and a button in it is heard when it has made itself superfluous', async () => {
    const { world, load, simulate, provided } = start()
    const auth = provided()
    const heard: string[] = []
    const page = simulate.load({
      tagName: 'page',
      usingComponents: { 'auth-gate': load('auth-gate'), 'auth-button': load('auth-button') },
      template: `<auth-gate auto="{{false}}" class="gate"><view slot="loading">loading</view>
        <view slot="guest">guest<auth-button class="in" bind:login="onLogin" text="!" /></view>
        <view slot="unbound">unbound</view><view slot="failed">failed</view><view>content</view></auth-gate>`,
      methods: { onLogin: () => void heard.push('login') },
    })
    const node = simulate.render(page)
    node.attach((globalThis as unknown as { document: Document }).document.createElement('div'))
    await world.advance(2000)
    const texts = () => [
      ...node.dom.innerHTML.matchAll(/style="([^"]*)"[^>]*>(.*?)(?=<wx-view [^>]*style|$)/gs),
    ]
    const shownText = () =>
      texts()
        .filter(([, style]) => style === '')
        .map(([, , html = '']) => html.replace(/<[^>]*>/g, '').trim())
    expect(shownText()).toEqual(['guest!'])
    node.querySelector('.in')?.querySelector('.auth-button')?.dispatchEvent('tap')
    await world.advance(2000)
    expect([shownText(), heard, auth.state.status]).toEqual([['content'], ['login'], 'authenticated'])
  })

  test('after the single-page mode it logs in, when its page shows', async () => {
    const phone = start({ launch: { scene: 1154 } })
    const auth = phone.provided()
    const { node, attach } = phone.show('auth-gate')
    attach()
    await phone.world.advance(2000)
    expect([auth.state.status, seen(node)]).toEqual(['unavailable', ['guest']])
    phone.world.app.hide()
    phone.world.app.show({ scene: 1001 })
    node.triggerPageLifeTime('show')
    await phone.world.advance(2000)
    expect(seen(node)).toEqual(['content'])
  })

  test('the content that belonged to another auth does not stay', async () => {
    const phone = await showButton({}, {}, true)
    expect(seen(phone.node)).toEqual(['content'])
    const next = phone.createAuth({ storage: { key: 'another' } })
    await phone.world.advance(1000)
    phone.world.script('login', { latency: 3000 })
    phone.provideAuth(next)
    expect([next.session, seen(phone.node)]).toEqual([null, ['loading']])
  })

  test('a page that takes it away when it hears of the first view leaves nothing behind', async () => {
    const phone = start()
    const auth = phone.provided()
    await phone.world.until(auth.ensureLogin())
    let subscriptions = 0
    const subscribe = auth.subscribe.bind(auth)
    auth.subscribe = (listener) => {
      subscriptions++
      const leave = subscribe(listener)
      return () => {
        subscriptions--
        leave()
      }
    }
    const { node, attach } = phone.show('auth-gate')
    node.addEventListener('change', () => node.detach())
    attach()
    node.detach()
    expect(subscriptions).toBe(0)
  })
})

interface Document {
  createElement(name: string): object
}
