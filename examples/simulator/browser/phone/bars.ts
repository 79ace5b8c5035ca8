import { assetURL } from './built-ins'
import type { MiniProgramBundle } from './bundle'
import { find } from './dom'
import type { OpenPage } from './pages'

interface Actions {
  back: () => void
  switchTab: (url: string) => void
}

/** The navigation bar above the page and the tab bar below it. */
export function createBars({ configs }: MiniProgramBundle, actions: Actions) {
  const title = find('.nav-title')
  const back = find('.nav-back')
  const tabBar = find('.tab-bar')
  const { window, tabBar: config } = configs.app
  back.addEventListener('click', actions.back)

  const tabs = (config?.list ?? []).map((item) => {
    const button = document.createElement('button')
    const icon = document.createElement('img')
    const text = document.createElement('span')
    text.textContent = item.text
    button.className = 'tab'
    button.append(icon, text)
    button.addEventListener('click', () => actions.switchTab(`/${item.pagePath}`))
    tabBar.append(button)
    return { item, button, icon }
  })
  if (config?.backgroundColor) tabBar.style.background = config.backgroundColor

  return function update(page: OpenPage, depth: number) {
    title.textContent = configs[page.route]?.navigationBarTitleText ?? window?.navigationBarTitleText ?? ''
    back.hidden = depth < 2
    tabBar.hidden = !tabs.some(({ item }) => item.pagePath === page.route)
    for (const { item, button, icon } of tabs) {
      const selected = item.pagePath === page.route
      const image = (selected && item.selectedIconPath) || item.iconPath
      button.style.color = (selected ? config?.selectedColor : config?.color) ?? ''
      icon.hidden = !image
      if (image) icon.src = assetURL(image)
    }
  }
}
