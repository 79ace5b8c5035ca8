import { mask, shorten } from '../../wx'
import type { AuthState, ObservableAuth, Session } from '../host'
import { element, timeOfDay } from './dom'

const STATUS_TEXTS: Record<string, string> = {
  none: '未发现 createAuth()',
  restoring: '读取缓存',
  anonymous: '未登录',
  loggingIn: '登录中',
  authenticated: '已登录',
  unbound: '未绑定账号',
  loggedOut: '已退出',
  failed: '登录失败',
  unavailable: '不能登录',
}

const REASON_TEXTS: Record<string, string> = {
  missing: '没有登录态',
  expired: '登录态过期',
  renewal: '续期',
  user: '用户操作',
  ended: '账号登录态已结束',
}

const HISTORY_LENGTH = 5

const NOTHING = '无'

/** The state of the app's login, and how it came to it. */
export function createStateCard(card: HTMLElement) {
  const chip = element('span', { className: 'chip', test: 'status' })
  const user = element('dd', { test: 'user' })
  const token = element('dd', { test: 'token' })
  const expiry = element('dd', { test: 'expiry' })
  const history = element('ol', { className: 'history', test: 'history' })
  card.append(
    element('div', { className: 'card-head' }, element('h2', {}, '登录状态'), chip),
    element(
      'dl',
      { className: 'facts' },
      ...[
        element('dt', {}, '用户'),
        user,
        element('dt', {}, 'token'),
        token,
        element('dt', {}, '有效期至'),
        expiry,
      ],
    ),
    history,
  )

  function show(state: AuthState, session: Session | null) {
    chip.textContent = STATUS_TEXTS[state.status] ?? state.status
    chip.dataset.status = state.status
    user.textContent = session ? nameOf(session.user) : NOTHING
    token.textContent = session ? shorten(session.token) : NOTHING
    token.classList.toggle('mono', session !== null)
    expiry.textContent = session?.expiresAt === undefined ? NOTHING : timeOfDay(session.expiresAt)
  }

  function remember(state: AuthState) {
    const detail = REASON_TEXTS[state.reason ?? ''] ?? state.error?.code ?? ''
    history.prepend(
      element(
        'li',
        {},
        element('time', {}, timeOfDay(Date.now())),
        element('b', {}, STATUS_TEXTS[state.status] ?? state.status),
        element('span', {}, detail),
      ),
    )
    while (history.children.length > HISTORY_LENGTH) history.lastElementChild?.remove()
  }

  let unwatch: (() => void) | undefined

  return {
    /** There is no state until the app has made an auth. */
    reset() {
      unwatch?.()
      unwatch = undefined
      history.replaceChildren()
      show({ status: 'none' }, null)
    },
    /** The first of a run, which is the app's own; whether it is that. */
    watch(auth: ObservableAuth): boolean {
      if (unwatch) return false
      show(auth.state, auth.session)
      unwatch = auth.subscribe((state) => {
        show(state, auth.session)
        remember(state)
      })
      return true
    },
  }
}

function nameOf(user: unknown): string {
  const nickName = (user as { nickName?: string | null } | undefined)?.nickName
  return mask(nickName || '未填写昵称')
}
