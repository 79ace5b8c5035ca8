import { join } from 'node:path'
import { jest } from '@jest/globals'
import type { Auth } from '../../src/auth'
import type { AuthOptions } from '../../src/options'
import { BASE_URL, createWorld, type World } from '../support/phone'

const ROOT = join(__dirname, '../..')

/** Where the components are, and the library that belongs to them: what ships, or its source for the coverage. */
const BUILD = join(ROOT, 'testsTheSource' in globalThis ? 'src' : 'miniprogram_dist')
export const COMPONENTS = join(BUILD, 'components')

/** A node of miniprogram-simulate, as far as it is in use. */
export interface Node {
  data: Record<string, unknown>
  dom: { innerHTML: string; textContent: string }
  instance: { setData: (data: object) => void; triggerEvent: (name: string, detail?: object) => void }
  attach(parent: object): void
  detach(): void
  querySelector(selector: string): Node | undefined
  setData(data: object): void
  dispatchEvent(name: string, options?: { detail?: object }): void
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void
  triggerPageLifeTime(name: 'show' | 'hide'): void
}

interface Simulate {
  load(path: string | object, name?: string, options?: object): string
  render(id: string, properties?: object): Node
}

type Library = typeof import('../../src/index')
type Provide = typeof import('../../src/components/provide')

declare const document: { createElement(name: string): object }

/** The components as a new start of the app has them: nobody has provided anything yet. */
export function start(worldOptions?: Parameters<typeof createWorld>[0]) {
  // A second load() of one path gives nothing, and modules keep what was provided.
  jest.resetModules()
  const simulate = jest.requireActual<Simulate>('miniprogram-simulate')
  const library = jest.requireActual<Library>(join(BUILD, 'index'))
  const provide = jest.requireActual<Provide>(join(COMPONENTS, 'provide'))
  const world = createWorld(worldOptions)
  const options = { rootPath: COMPONENTS, compiler: 'official' }
  const load = (name: string) => simulate.load(join(COMPONENTS, name, 'index'), name, options)

  return {
    ...provide,
    world,
    simulate,
    load,
    /** An auth that the components know. */
    provided(authOptions: Partial<AuthOptions> = {}): Auth {
      const auth = createAuth(library, world, authOptions)
      provide.provideAuth(auth)
      return auth
    },
    createAuth: (authOptions: Partial<AuthOptions> = {}) => createAuth(library, world, authOptions),
    /** One on the page, and what it told the page. */
    show(name: 'auth-button' | 'auth-gate', properties: object = {}, id = load(name)) {
      const node = simulate.render(id, properties)
      return Object.assign(watch(node), { id, node })
    },
  }
}

export type Phone = ReturnType<typeof start>

function createAuth({ createAuth: create }: Library, world: World, options: Partial<AuthOptions>) {
  return create({ baseURL: BASE_URL, login: '/login', wx: world.wx, ...options }, world.surroundings)
}

const EVENTS = ['login', 'userinfo', 'phonenumber', 'avatar', 'denied', 'error', 'change', 'agree']

/** Notes the events and each setData from now on. */
function watch(node: Node) {
  const events: Array<[name: string, detail: unknown]> = []
  const changes: object[] = []
  for (const name of EVENTS) node.addEventListener(name, ({ detail }) => void events.push([name, detail]))
  const { instance } = node
  const { setData } = instance
  instance.setData = (data) => {
    changes.push(data)
    setData(data)
  }
  return { events, changes, attach: () => node.attach(document.createElement('div')) }
}

function button(node: Node): Node {
  const found = node.querySelector('.auth-button')
  if (!found) throw new Error('There is no button in the component')
  return found
}

/** What the platform's button is given now. */
export function given(node: Node): Record<string, unknown> {
  const { _exparserNode } = button(node) as unknown as {
    _exparserNode: { _vt: { attrs: Array<{ name: string; value: unknown }> } }
  }
  return Object.fromEntries(_exparserNode._vt.attrs.map(({ name, value }) => [name, value]))
}

/** The user taps, and the platform brings what the button asked for. */
export function press(node: Node, event = 'tap', detail: object = {}) {
  button(node).dispatchEvent(event, { detail })
  // The event is on its way for as long as a microtask.
  return Promise.resolve()
}

/** What bindgetuserinfo brings, encrypted with the session_key of now. */
export function profile({ wechat }: World) {
  const userInfo = { nickName: '小明', avatarUrl: 'https://thirdwx.qlogo.cn/xm' }
  return {
    errMsg: 'getUserInfo:ok',
    userInfo,
    rawData: JSON.stringify(userInfo),
    signature: 'signature',
    ...wechat.encrypt({ ...userInfo, openId: wechat.openid }),
  }
}

/** A button on a page of a logged in user, or of nobody. */
export async function showButton(openType: string, isLoggedIn = true, properties: object = {}) {
  const phone = start()
  const auth = phone.provided()
  if (isLoggedIn) await phone.world.until(auth.ensureLogin())
  await phone.world.advance(2000)
  phone.world.history.clear()
  const shownButton = phone.show('auth-button', { openType, ...properties })
  shownButton.attach()
  return { ...phone, auth, ...shownButton }
}
