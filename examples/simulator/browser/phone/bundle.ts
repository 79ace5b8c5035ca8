import type { types } from 'glass-easel-miniprogram-adapter'
import type { template } from 'glass-easel'

/** What the build makes of a mini program. Paths have no leading '/'. */
export interface MiniProgramBundle {
  /** By path without extension; `app` is app.json. */
  configs: Record<string, PageConfig> & { app: AppConfig }
  styles: Record<string, string>
  templates: Record<string, template.ComponentTemplate['content']>
  modules: Record<string, ModuleFunction>
}

export type PageConfig = types.ComponentStaticConfig & { navigationBarTitleText?: string }

export interface AppConfig extends PageConfig {
  pages: string[]
  window?: { navigationBarTitleText?: string }
  tabBar?: TabBarConfig
}

export interface TabBarConfig {
  color?: string
  selectedColor?: string
  backgroundColor?: string
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}

export type ModuleFunction = (this: undefined, ...given: unknown[]) => void

declare global {
  interface Window {
    miniProgram?: MiniProgramBundle
  }
}
