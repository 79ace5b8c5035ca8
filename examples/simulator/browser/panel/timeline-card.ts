import type { TimelineEntry } from '../../wx'
import { describe } from './describe'
import { element, timeOfDay } from './dom'

const MOST_ROWS = 300

/** Every step as a row, the newest on top. What takes time is one row, completed when it has ended. */
export function createTimelineCard(card: HTMLElement) {
  const rows = element('ol', { className: 'rows', test: 'rows' })
  const clearButton = element('button', { className: 'link', test: 'clear-timeline' }, '清空')
  clearButton.addEventListener('click', () => rows.replaceChildren())
  card.append(element('div', { className: 'card-head' }, element('h2', {}, '时间线'), clearButton), rows)

  let underWay = new Map<number, HTMLElement>()

  function add(row: HTMLElement) {
    rows.prepend(row)
    while (rows.children.length > MOST_ROWS) rows.lastElementChild?.remove()
  }

  return {
    launched() {
      // The next run numbers its steps from 1 again.
      underWay = new Map()
      add(element('li', { className: 'launch' }, '小程序启动'))
    },
    record(entry: TimelineEntry) {
      const id = 'id' in entry ? entry.id : undefined
      const present = id === undefined ? undefined : underWay.get(id)
      const row = present ?? element('li', { className: 'row' }, element('time', {}, timeOfDay(entry.at)))
      const [time] = row.children
      const { kind, label, what, detail, outcome, failed } = describe(entry)
      row.dataset.kind = kind
      row.dataset.failed = String(failed)
      row.replaceChildren(
        time as HTMLElement,
        element('span', { className: 'badge' }, label),
        element('span', { className: 'what' }, what),
        element('span', { className: 'detail mono' }, detail),
        element('span', { className: 'outcome' }, outcome),
      )
      row.title = [what, detail, outcome].filter(Boolean).join('  ')
      if (!present) add(row)
      if (id !== undefined) underWay.set(id, row)
    },
  }
}
