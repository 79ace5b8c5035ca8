import type { Phone } from '../../wx'
import { element } from './dom'

type LoginMode = 'ok' | 'fail' | 'hang'

interface Actions {
  phone: Phone
  restart: () => Promise<void>
  clearAndRestart: () => Promise<void>
  /** What the server has done, for the user to see. */
  told: (what: string) => void
}

/** The switches of the server, of the phone and of the app. */
export function createControls(card: HTMLElement, { phone, restart, clearAndRestart, told }: Actions) {
  const modes = element('div', { className: 'segments' })
  const showMode = (mode: LoginMode) =>
    modes
      .querySelectorAll('button')
      .forEach((item) => item.setAttribute('aria-pressed', String(item.value === mode)))
  const modeButton = (mode: LoginMode, text: string) => {
    const created = button(text, `login-${mode}`, async () => {
      await control('login-mode', 'POST', { mode })
      showMode(mode)
      told(`登录接口：${text}`)
    })
    created.value = mode
    return created
  }
  modes.append(modeButton('ok', '正常'), modeButton('fail', '失败'), modeButton('hang', '挂起'))
  // Read, not set: another panel may have chosen it.
  void control('login-mode', 'GET').then(({ mode }) => showMode(mode))

  const offline = button('断网', 'offline', () => phone.setOffline(!phone.offline))
  const denied = button('拒绝授权', 'denied', () => phone.setDenied(!phone.denied))
  const background = button('切到后台', 'background', () => (phone.foreground ? phone.hide() : phone.show()))
  const privacy = button('隐私协议未同意', 'privacy', () => phone.setPrivacyAgreed(!phone.privacyAgreed))
  const oldClient = button('旧版客户端：加密数据', 'old-client', () => phone.setOldClient(!phone.oldClient))
  phone.subscribe(() => {
    privacy.setAttribute('aria-pressed', String(!phone.privacyAgreed))
    oldClient.setAttribute('aria-pressed', String(phone.oldClient))
    offline.setAttribute('aria-pressed', String(phone.offline))
    denied.setAttribute('aria-pressed', String(phone.denied))
    background.setAttribute('aria-pressed', String(!phone.foreground))
    background.textContent = phone.foreground ? '切到后台' : '回到前台'
  })

  card.append(
    element('div', { className: 'card-head' }, element('h2', {}, '操作')),
    group(
      '服务器',
      button('让所有登录态过期', 'expire-sessions', async () => {
        told(`${(await control('expire-sessions')).expired} 个登录态已过期`)
      }),
      button('轮换 session_key', 'rotate-session-keys', async () => {
        told(`${(await control('rotate-session-keys')).rotated} 个 session_key 已轮换`)
      }),
    ),
    group('登录接口', modes),
    group('手机', offline, denied, background),
    group('微信', privacy, oldClient),
    group('小程序', button('重启', 'restart', restart), button('清除数据并重启', 'clear', clearAndRestart)),
  )
}

function group(label: string, ...children: HTMLElement[]) {
  return element('div', { className: 'group' }, element('span', {}, label), element('div', {}, ...children))
}

function button(text: string, test: string, act: () => unknown) {
  const created = element('button', { test }, text)
  created.type = 'button'
  created.addEventListener('click', () => {
    // Held down until the server has answered, so that what follows a click follows its effect.
    created.disabled = true
    void Promise.resolve(act()).finally(() => (created.disabled = false))
  })
  return created
}

interface Answers {
  'login-mode': { mode: LoginMode }
  'expire-sessions': { expired: number }
  'rotate-session-keys': { rotated: number }
}

async function control<Path extends keyof Answers>(path: Path, method = 'POST', body?: object) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`/control/${path}`, {
    method,
    headers,
    body: body && JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`/control/${path} answered ${response.status}`)
  return (await response.json()) as Answers[Path]
}
