import { scopeTexts, type Permissions } from '../../wx'
import { add, addButton } from './dom'

/** The page of wx.openSetting: a switch for each permission that the app has asked for. */
export function openSettingsPage(layer: HTMLElement, appName: string, permissions: Permissions) {
  return new Promise<void>((resolve) => {
    const page = add(layer, 'settings-page')
    page.setAttribute('role', 'dialog')
    page.setAttribute('aria-label', '设置')
    const bar = add(page, 'nav')
    const back = addButton(bar, 'nav-back', '', () => {
      page.remove()
      resolve()
    })
    back.setAttribute('aria-label', '返回')
    add(bar, 'nav-title', '设置')

    const scopes = Object.keys(permissions.all())
    if (scopes.length === 0) {
      add(page, 'settings-empty', `「${appName}」还没有申请过任何权限`)
      return
    }
    add(page, 'settings-title', `允许「${appName}」使用`)
    const list = add(page, 'settings-list')
    for (const scope of scopes) addSwitch(list, scope, permissions)
  })
}

function addSwitch(list: HTMLElement, scope: string, permissions: Permissions) {
  const row = addButton(list, 'settings-row', '', () => {
    permissions.set(scope, permissions.read(scope) !== true)
    show()
  })
  const { name } = scopeTexts(scope)
  row.setAttribute('role', 'switch')
  row.setAttribute('aria-label', name)
  add(row, 'settings-name', name)
  add(row, 'settings-switch')
  const show = () => row.setAttribute('aria-checked', String(permissions.read(scope) === true))
  show()
}
