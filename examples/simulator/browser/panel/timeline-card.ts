import type { TimelineEntry } from '../../wx'
import { describe, describeProblem, describeServer, type Row } from './describe'
import { element, timeOfDay } from './dom'

const MOST_ROWS = 300

/** Every step as a row, the newest on top. What takes time is one row, completed when it has ended. */
export function createTimelineCard(card: HTMLElement) {
  const rows = element('ol', { className: 'rows', test: 'rows' })
  const clearButton = element('button', { className: 'link', test: 'clear-timeline' }, '清空')
  clearButton.addEventListener('click', () => rows.replaceChildren())
  card.append(element('div', { className: 'card-head' }, element('h2', {}, '时间线'), clearButton), rows)

  const underWay = new Map<number, HTMLElement>()

  function add(row: HTMLElement) {
    rows.prepend(row)
    while (rows.children.length > MOST_ROWS) rows.lastElementChild?.remove()
  }

  function create(at: number, content: Row) {
    const row = element('li', { className: 'row' }, element('time', {}, timeOfDay(at)))
    fill(row, content)
    add(row)
    return row
  }

  return {
    /** A new run. It numbers its steps from 1 again, and what the former one left open has been cut off. */
    launched() {
      for (const row of underWay.values()) {
        row.dataset.aborted = 'true'
        row.lastElementChild?.replaceChildren('已中止')
      }
      underWay.clear()
      add(element('li', { className: 'launch' }, '小程序启动'))
    },
    record(entry: TimelineEntry) {
      const content = describe(entry)
      if (!('id' in entry)) {
        create(entry.at, content)
        return
      }
      const present = underWay.get(entry.id)
      if (present) fill(present, content)
      const row = present ?? create(entry.at, content)
      if (entry.phase === 'ended') underWay.delete(entry.id)
      else underWay.set(entry.id, row)
    },
    /** What was done to the server from here. */
    server(what: string) {
      create(Date.now(), describeServer(what))
    },
    /** What the app did not catch. */
    problem(text: string) {
      create(Date.now(), describeProblem(text))
    },
  }
}

function fill(row: HTMLElement, { kind, label, what, detail, outcome, failed }: Row) {
  row.dataset.kind = kind
  row.dataset.failed = String(failed)
  row.replaceChildren(
    row.firstElementChild ?? '',
    element('span', { className: 'badge' }, label),
    element('span', { className: 'what' }, what),
    element('span', { className: 'detail mono' }, detail),
    element('span', { className: 'outcome' }, outcome),
  )
  row.title = [what, detail, outcome].filter(Boolean).join('  ')
}
