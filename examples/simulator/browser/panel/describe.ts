import type { PhoneEvent, TimelineEntry } from '../../wx'

export interface Row {
  kind: string
  label: string
  what: string
  detail: string
  outcome: string
  failed: boolean
}

const KIND_LABELS = { exchange: '换取会话', request: '请求', replay: '重放' }

const STORAGE_TEXTS = { read: '读', write: '写', remove: '删' }

const PHONE_TEXTS: Record<PhoneEvent, string> = {
  show: '回到前台',
  hide: '切到后台',
  suspend: '后台 5 秒，网络中断',
  offline: '断网',
  online: '恢复网络',
  denied: '用户拒绝授权',
  allowed: '用户允许授权',
}

/** One step as the texts of a row. */
export function describe(entry: TimelineEntry): Row {
  switch (entry.type) {
    case 'call':
      return {
        kind: entry.api === 'login' ? 'login' : 'call',
        label: `wx.${entry.api}`,
        what: entry.phase === 'ended' && !entry.ok ? reasonOf(entry.errMsg) : '',
        detail: entry.phase === 'ended' && entry.code !== null ? `code ${entry.code}` : '',
        outcome: entry.phase === 'ended' ? `${entry.ms} ms` : '…',
        failed: entry.phase === 'ended' && !entry.ok,
      }
    case 'request':
      return {
        kind: entry.kind,
        label: KIND_LABELS[entry.kind],
        what: `${entry.method} ${entry.path}`,
        detail: entry.token ?? '',
        ...outcomeOf(entry),
      }
    case 'storage':
      return {
        kind: 'storage',
        label: '缓存',
        what: `${STORAGE_TEXTS[entry.operation]} ${entry.key}`,
        detail: '',
        outcome: '',
        failed: false,
      }
    case 'phone':
      return {
        kind: 'phone',
        label: '手机',
        what: PHONE_TEXTS[entry.event],
        detail: '',
        outcome: '',
        failed: false,
      }
  }
}

function outcomeOf(entry: Extract<TimelineEntry, { type: 'request' }>) {
  if (entry.phase !== 'ended') return { outcome: entry.phase === 'queued' ? '排队' : '…', failed: false }
  const { status, errMsg, ms } = entry
  if (status === null) return { outcome: reasonOf(errMsg), failed: true }
  return { outcome: `${status} · ${ms} ms`, failed: status >= 400 }
}

/** `request:fail timeout` → `timeout` */
function reasonOf(errMsg: string) {
  const reason = errMsg.replace(/^\w+:fail /, '')
  return reason.includes('DISCONNECTED') ? '无网络' : reason
}
