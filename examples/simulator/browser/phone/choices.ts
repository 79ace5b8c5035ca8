import type { SheetQuestion } from '../../wx'
import { add, addButton, ask } from './dom'

/** wx.showActionSheet. */
export function askActionSheet(layer: HTMLElement, { itemList, itemColor = '', alertText }: SheetQuestion) {
  const frame = { kind: 'sheet', label: alertText ?? '操作', outside: null } as const
  return ask<number | null>(layer, frame, (box, answer) => {
    box.classList.add('sheet-list')
    if (alertText) add(box, 'sheet-alert', alertText)
    itemList.forEach((text, index) => {
      addButton(box, 'sheet-item', text, () => answer(index)).style.color = itemColor
    })
    addButton(box, 'sheet-item sheet-cancel', '取消', () => answer(null))
  })
}

const SOURCES = ['用微信头像', '从相册选择']

/** The chooser of `<button open-type="chooseAvatar">`. */
export function askAvatar(layer: HTMLElement, pictures: readonly string[]) {
  const frame = { kind: 'sheet', label: '选择头像', outside: null } as const
  return ask<string | null>(layer, frame, (box, answer) => {
    box.classList.add('sheet-list')
    add(box, 'sheet-alert', '选择头像')
    pictures.forEach((url, index) => {
      const item = addButton(box, 'sheet-item sheet-picture', '', () => answer(url))
      const image = document.createElement('img')
      image.src = url
      image.alt = ''
      item.append(image, SOURCES[index] ?? `图片 ${index + 1}`)
    })
    addButton(box, 'sheet-item sheet-cancel', '取消', () => answer(null))
  })
}
