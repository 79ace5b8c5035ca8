import type { ModalQuestion, PermissionQuestion } from '../../wx'
import { add, addButton, ask } from './dom'

/** wx.showModal. */
export function askModal(layer: HTMLElement, question: ModalQuestion): Promise<boolean> {
  const { title = '', content = '', showCancel = true, confirmText, cancelText } = question
  return ask<boolean>(layer, { kind: 'dialog', label: title || content }, (box, answer) => {
    if (title) add(box, 'dialog-title', title)
    if (content) add(box, title ? 'dialog-content' : 'dialog-content dialog-content-alone', content)
    const buttons = add(box, 'dialog-buttons')
    if (showCancel) {
      const cancel = addButton(buttons, 'dialog-button', cancelText || '取消', () => answer(false))
      cancel.style.color = question.cancelColor ?? ''
    }
    const className = 'dialog-button dialog-button-primary'
    const confirm = addButton(buttons, className, confirmText || '确定', () => answer(true))
    confirm.style.color = question.confirmColor ?? ''
  })
}

/** Whether the app gets what it asks for. */
export function askPermission(layer: HTMLElement, appName: string, question: PermissionQuestion) {
  return ask<boolean>(layer, { kind: 'sheet', label: question.title }, (box, answer) => {
    addAppName(box, appName, '申请')
    add(box, 'sheet-title', question.title)
    add(box, 'sheet-note', question.note)
    if (question.subject !== undefined) add(box, 'sheet-subject', question.subject)
    addAnswers(box, ['拒绝', '允许'], answer)
  })
}

/** WeChat's own question, for apps that do not ask it themselves. */
export function askPrivacy(layer: HTMLElement, appName: string, contract: string) {
  const label = '用户隐私保护提示'
  return ask<boolean>(layer, { kind: 'sheet', label }, (box, answer) => {
    addAppName(box, appName, '')
    add(box, 'sheet-title', label)
    add(box, 'sheet-note', `使用此功能前，请阅读${contract}。同意后，开发者才能处理你的个人信息。`)
    addAnswers(box, ['拒绝', '同意'], answer)
  })
}

function addAppName(box: HTMLElement, name: string, what: string) {
  const line = add(box, 'sheet-app')
  add(line, 'sheet-app-icon', Array.from(name)[0])
  add(line, 'sheet-app-name', name)
  add(line, 'sheet-app-what', what)
}

function addAnswers(box: HTMLElement, [no, yes]: [string, string], answer: (value: boolean) => void) {
  const buttons = add(box, 'sheet-buttons')
  addButton(buttons, 'sheet-button', no, () => answer(false))
  addButton(buttons, 'sheet-button sheet-button-primary', yes, () => answer(true))
}
