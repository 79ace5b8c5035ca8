import { createWx } from '../../wx'
import type { Host } from '../host'
import { createBars } from './bars'
import type { MiniProgramBundle } from './bundle'
import { createDisplay } from './display'
import { createModules } from './modules'
import { createNavigation } from './navigation'
import { createNicknameBar } from './nickname-bar'
import { observeAuth } from './observe-auth'
import { createPages } from './pages'
import { createProblems } from './problems'
import { sendBody } from './send-body'

interface AppDefinition {
  onLaunch?(options: object): void
  onShow?(options: object): void
  onHide?(): void
}

/** One run of the mini program. The frame is reloaded for the next one, so nothing of this one is left. */
function launch(bundle: MiniProgramBundle, host: Host, screen: HTMLElement) {
  const { phone, storage, settings } = host
  // The backend is where this page came from, whatever port it got: like lines in the phone's hosts file.
  const hosts = Object.fromEntries(settings.backendOrigins.map((origin) => [origin, location.origin]))
  const attempt = createProblems(document.body, (text) => host.problem(text))
  const record: Host['record'] = (entry) => host.record(entry)
  const appName = bundle.configs.app.window?.navigationBarTitleText ?? '小程序'
  const display = createDisplay(document.body, appName)
  const simulated = createWx({ ...settings, hosts, phone, storage, record, sendBody, display })
  window.addEventListener('pagehide', () => simulated.dispose())

  let app: AppDefinition | undefined
  const wx = { ...simulated.wx }
  const load = createModules(bundle, {
    wx,
    App: (definition) => {
      app = definition
    },
    Behavior: (definition) => pages.defineBehavior(definition),
    getApp: () => app,
    getCurrentPages: () => navigation.pages(),
  })
  const pages = createPages(
    bundle,
    load,
    {
      tap: () => simulated.tap(),
      openTypes: simulated.buttons,
      nicknameInput: createNicknameBar(document.body, () => simulated.suggestNickname()),
      navigate: (openType, target) => navigation.follow(openType, target),
    },
    screen,
    attempt,
  )
  const bars = createBars(bundle, {
    back: () => void navigation.wx.navigateBack(),
    switchTab: (url) => void navigation.wx.switchTab({ url }),
  })
  const navigation = createNavigation(bundle.configs.app, pages.open, bars)
  Object.assign(wx, navigation.wx, {
    startPullDownRefresh: () => navigation.current()?.instance.onPullDownRefresh?.(),
    stopPullDownRefresh: () => undefined,
  })

  const { forgetRefusals } = simulated
  host.launched({ forgetRefusals, dispose: () => simulated.dispose() })
  const options = simulated.wx.getLaunchOptionsSync()
  attempt('miniprogram-auth', () => observeAuth(bundle.modules, load, (auth) => host.authMade(auth)))
  attempt('app.js', () => load('app.js'))
  attempt('app.js onLaunch', () => app?.onLaunch?.(options))
  attempt('app.js onShow', () => app?.onShow?.(options))
  attempt('app.json', () => navigation.start())

  simulated.wx.onAppShow((shown) => {
    attempt('app.js onShow', () => app?.onShow?.(shown))
    navigation.current()?.instance.onShow?.()
  })
  simulated.wx.onAppHide(() => {
    navigation.current()?.instance.onHide?.()
    attempt('app.js onHide', () => app?.onHide?.())
  })
}

const host = window.parent.simulator
const screen = document.querySelector<HTMLElement>('.screen')
if (!window.miniProgram || !host || !screen) throw new Error('This page runs within the simulator only.')
launch(window.miniProgram, host, screen)
