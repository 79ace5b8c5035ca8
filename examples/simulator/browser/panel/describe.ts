import type { PhoneEvent, TimelineEntry } from '../../wx'

export interface Row {
  kind: string
  label: string
  what: string
  detail: string
  outcome: string
  failed: boolean
}

const KIND_LABELS = { exchange: '登录', request: '请求', replay: '重放' }

const STORAGE_TEXTS = { read: '读', write: '写', remove: '删' }

const PHONE_TEXTS: Record<PhoneEvent, string> = {
  show: '回到前台',
  hide: '切到后台',
  suspend: '后台 5 秒，网络中断',
  offline: '断网',
  online: '恢复网络',
  denied: '用户拒绝授权',
  allowed: '用户允许授权',
  privacyAgreed: '已同意隐私协议',
  privacyRefused: '未同意隐私协议',
  oldClient: '旧版客户端：手机号只有加密数据',
  presentClient: '新版客户端：手机号有 code',
}

/** One step as the texts of a row. */
export function describe(entry: TimelineEntry): Row {
  switch (entry.type) {
    case 'call':
      return {
        kind: entry.api === 'login' ? 'login' : 'call',
        label: entry.api === 'login' ? 'wx.login' : '微信',
        what: entry.api === 'login' ? '' : entry.api,
        detail: codeOf(entry),
        ...callOutcomeOf(entry),
      }
    case 'request':
      return {
        kind: entry.kind,
        label: KIND_LABELS[entry.kind],
        what: `${entry.method} ${entry.path}${adviceOn(entry)}`,
        detail: entry.token ?? '',
        ...outcomeOf(entry),
      }
    case 'storage':
      return note('storage', '缓存', `${STORAGE_TEXTS[entry.operation]} ${entry.key}`)
    case 'phone':
      return note('phone', '手机', PHONE_TEXTS[entry.event])
  }
}

export function describeServer(what: string): Row {
  return note('server', '服务器', what)
}

export function describeProblem(text: string): Row {
  return { ...note('problem', '出错', text), failed: true }
}

function note(kind: string, label: string, what: string): Row {
  return { kind, label, what, detail: '', outcome: '', failed: false }
}

function codeOf(entry: Extract<TimelineEntry, { type: 'call' }>) {
  if (entry.phase !== 'ended' || entry.code === null) return ''
  return entry.api === 'login' ? `code ${entry.code}` : entry.code
}

function callOutcomeOf(entry: Extract<TimelineEntry, { type: 'call' }>) {
  if (entry.phase !== 'ended') return { outcome: '…', failed: false }
  const { ok, errMsg, ms } = entry
  return { outcome: ok ? `${ms} ms` : `${reasonOf(errMsg)} · ${ms} ms`, failed: !ok }
}

function outcomeOf(entry: Extract<TimelineEntry, { type: 'request' }>) {
  if (entry.phase !== 'ended') return { outcome: entry.phase === 'queued' ? '排队' : '…', failed: false }
  const { status, errMsg, ms } = entry
  if (status === null) return { outcome: `${reasonOf(errMsg)} · ${ms} ms`, failed: true }
  return { outcome: `${status} · ${ms} ms`, failed: status >= 400 }
}

/** Where nobody answered: who would. */
function adviceOn(entry: Extract<TimelineEntry, { type: 'request' }>) {
  const unanswered = entry.phase === 'ended' && entry.status === null && reasonOf(entry.errMsg) === UNANSWERED
  if (!unanswered || entry.origin === location.origin) return ''
  return ` 连不上 ${entry.origin}：模拟器的后端是 ${location.origin}`
}

const UNANSWERED = '网络错误'

const REASONS: [RegExp, string][] = [
  [/DISCONNECTED/, '无网络'],
  [/interrupted/, '被中断'],
  [/abort/, '已取消'],
  [/timeout/, '超时'],
  [/deny|denied/, '用户拒绝'],
  [/session time out/, '已过期'],
  [/cancel/, '用户取消'],
  [/privacy permission/, '未同意隐私协议'],
  [/TAP gesture/, '不在点击中'],
  [/network error|Failed to fetch|ERR_/, UNANSWERED],
]

/** The reason in `request:fail timeout`, in plain words. */
function reasonOf(errMsg: string) {
  const known = REASONS.find(([pattern]) => pattern.test(errMsg))
  return known ? known[1] : errMsg.replace(/^\w+:fail /, '')
}
