import { describe, expect, test } from '@jest/globals'
import { loggedIn } from './support/logged-in'
import { createWorld, outcomes } from './support/phone'

const aborted: unknown = expect.objectContaining({ code: 'ABORTED' })

describe('the session', () => {
  test('stays stored: another auth goes on with it', async () => {
    const { world, auth } = await loggedIn()
    auth.destroy()
    const next = world.auth()
    await expect(world.until(next.request({ url: '/x' }))).resolves.toMatchObject({ statusCode: 200 })
    expect(world.history.logins()).toBe(0)
    world.restart()
    await expect(world.until(world.auth().ensureLogin())).resolves.toMatchObject({ token: 'token-1' })
  })

  test('is stored, where destroy came in the middle of the write', async () => {
    const world = createWorld()
    world.script('setStorage', { latency: 500 })
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    auth.destroy()
    await world.advance(1000)
    world.restart()
    await expect(world.until(world.auth().ensureLogin())).resolves.toMatchObject({ token: 'token-1' })
  })

  test('of a login that came too late is not stored', async () => {
    const world = createWorld({ latency: 100 })
    const auth = world.auth()
    const login = outcomes([auth.ensureLogin()])
    await world.advance(180)
    auth.destroy()
    await world.until(login)
    await world.advance(10_000)
    expect(world.history.count('setStorage')).toBe(0)
  })

  test('a logout before it holds', async () => {
    const { world, auth } = await loggedIn()
    const done = outcomes([auth.logout()])
    auth.destroy()
    await world.until(done)
    await world.advance(1000)
    const next = world.auth()
    expect(await world.until(outcomes([next.request({ url: '/x' })]))).toMatchObject([{ code: 'LOGGED_OUT' }])
  })
})

describe('of two that share a session', () => {
  test('the other keeps its requests, its login, its listeners and the session', async () => {
    const world = createWorld({ latency: 100 })
    const [one, other] = [world.auth(), world.auth()]
    const heard: string[] = []
    other.on('login', ({ reason }) => heard.push(reason))
    const ofOne = outcomes([one.ensureLogin(), one.request({ url: '/one' }), one.checkSession()])
    const ofOther = outcomes([other.ensureLogin(), other.request({ url: '/other' })])
    await world.advance(50)
    one.destroy()
    const early = await Promise.race([ofOne, world.advance(0).then(() => 'still pending')])
    expect(early).toEqual([aborted, aborted, aborted])
    expect(await world.until(ofOther)).toMatchObject([{ token: 'token-1' }, { statusCode: 200 }])
    expect(heard).toEqual(['missing'])
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends('/one')).toEqual([])
  })

  test('the one has no hand in it any more', async () => {
    const { world, auth: one } = await loggedIn()
    const other = world.auth()
    world.history.clear()
    one.destroy()
    one.invalidate('token-1')
    await world.until(
      outcomes([one.logout(), one.setSession({ token: 't' }, { wechat: true }), one.login({ force: true })]),
    )
    expect(other.session?.token).toBe('token-1')
    expect(world.history.steps).toEqual([])
  })

  test('the other still hears of the app’s life, until it is destroyed, too', async () => {
    const { world, auth: one } = await loggedIn()
    const other = world.auth()
    one.destroy()
    world.script('login', { outcome: 'fail', times: 1 })
    await world.until(outcomes([other.login({ force: true })]))
    world.app.hide()
    world.app.show()
    // It has ended the cooldown.
    world.server.expireAll()
    expect(await world.until(other.request({ url: '/x' }))).toMatchObject({ statusCode: 200 })
    other.destroy()
    expect(world.clock.pending).toBe(0)
  })
})

describe('logout(), destroy() and createAuth() in one moment: the logout holds', () => {
  test('while the session is still being written', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    void auth.logout()
    auth.destroy()
    const next = world.auth()
    expect(await world.until(outcomes([next.ensureLogin()]))).toMatchObject([{ code: 'LOGGED_OUT' }])
    await world.advance(1000)
    expect(next.state.status).toBe('loggedOut')
  })

  test('with a slow storage', async () => {
    const { world, auth } = await loggedIn()
    world.script('setStorage', { latency: 50 })
    void auth.logout()
    auth.destroy()
    const next = world.auth()
    expect(await world.until(outcomes([next.ensureLogin()]))).toMatchObject([{ code: 'LOGGED_OUT' }])
  })

  test('and a storage that never answers holds nobody up for ever', async () => {
    const { world, auth } = await loggedIn()
    world.script('setStorage', { outcome: 'neither' })
    void auth.logout()
    auth.destroy()
    await world.until(outcomes([world.auth().ensureLogin()]))
    expect(world.clock.now()).toBeLessThan(1_700_000_000_000 + 20_000)
  })

  test('what is written for the former lands before what the next one writes', async () => {
    const { world, auth } = await loggedIn()
    world.script('setStorage', { latency: 50, times: 1 })
    void auth.logout()
    auth.destroy()
    const next = world.auth()
    void next.setSession({ token: world.server.issue('another') }, { wechat: true })
    await world.advance(1000)
    world.restart()
    const { token } = await world.until(world.auth().ensureLogin())
    expect(token).toBe('token-2')
  })
})
