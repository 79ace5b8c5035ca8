import type { TimelineEntry } from '../../wx'
import { element } from './dom'

type Counter = 'logins' | 'exchanges' | 'sends' | 'replays'

const LABELS: [Counter, string][] = [
  ['logins', 'wx.login'],
  ['exchanges', '换取登录态'],
  ['sends', '业务请求'],
  ['replays', '其中重放'],
]

/** How often what happened since the app was started, or since the counters were reset. */
export function createCounters(card: HTMLElement, onReset: () => void) {
  const counts: Record<Counter, number> = { logins: 0, exchanges: 0, sends: 0, replays: 0 }
  const values = new Map<Counter, HTMLElement>()
  const tiles = LABELS.map(([counter, label]) => {
    const value = element('b', { test: counter }, '0')
    values.set(counter, value)
    return element('div', { className: 'tile' }, value, element('span', {}, label))
  })
  const resetButton = element('button', { className: 'link', test: 'reset-counters' }, '清零')
  resetButton.addEventListener('click', () => {
    reset()
    onReset()
  })
  card.append(
    element('div', { className: 'card-head' }, element('h2', {}, '计数'), resetButton),
    element('div', { className: 'tiles' }, ...tiles),
  )

  function add(counter: Counter) {
    counts[counter]++
    draw()
  }

  function reset() {
    for (const [counter] of LABELS) counts[counter] = 0
    draw()
  }

  function draw() {
    values.forEach((value, counter) => (value.textContent = String(counts[counter])))
  }

  return {
    reset,
    count(entry: TimelineEntry) {
      if (entry.type === 'call' && entry.phase === 'started' && entry.api === 'login') add('logins')
      if (entry.type !== 'request' || entry.phase !== 'started') return
      add(entry.kind === 'exchange' ? 'exchanges' : 'sends')
      if (entry.kind === 'replay') add('replays')
    },
  }
}
