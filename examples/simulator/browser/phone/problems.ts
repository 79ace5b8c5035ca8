import { addGlobalErrorListener } from 'glass-easel'
import { mask } from '../../wx'
import { add, addButton } from './dom'

/** Runs a part of the app's code; what it throws is shown, and the rest goes on, as on a phone. */
export type Attempt = (what: string, work: () => void) => void

/** Shows what the app does not catch: in red on the phone, and in the timeline. The console has the stacks. */
export function createProblems(phone: HTMLElement, told: (problem: string) => void): Attempt {
  const shown = new Set<string>()
  let list: HTMLElement | undefined

  function report(thrown: unknown, what = '') {
    const text = mask(`${what && `${what}：`}${explain(thrown)}`)
    if (shown.has(text)) return
    shown.add(text)
    told(text)
    list ??= createList()
    add(list, 'problem', text)
  }

  function createList() {
    const box = add(phone, 'problems')
    box.setAttribute('role', 'alert')
    add(box, 'problems-title', '小程序出错了')
    addButton(box, 'problems-close', '收起', () => {
      box.remove()
      list = undefined
    })
    return box
  }

  window.addEventListener('error', ({ error, message }) => report(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason }) => report(reason))
  // Of handlers and the lifetimes of components, whose exceptions it catches.
  addGlobalErrorListener((error) => report(error))

  return (what, work) => {
    try {
      work()
    } catch (error) {
      console.error(error)
      report(error, what)
    }
  }
}

function explain(thrown: unknown): string {
  const { errMsg } = Object(thrown) as { errMsg?: string }
  const text = String(thrown instanceof Error ? thrown : (errMsg ?? thrown))
  // A package is named without './', and the simulator has built all that are installed.
  const [missing] = /module '[^./][^']*' is not defined, required by .*/.exec(text) ?? []
  return missing === undefined ? text : `没有 npm install：${missing}`
}
