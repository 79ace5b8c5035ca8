import { checkNames } from '../bad-use'

/** What wx.getLaunchOptionsSync and wx.onAppShow give. */
export interface EnterOptions {
  /** The page that opens. */
  path: string
  /** The parameters of that page. */
  query: Record<string, string>
  /** Where the user comes from: 1001 is the list of mini programs, 1154 Moments. */
  scene: number
  /** The app that led here, if one did. */
  referrerInfo: Record<string, unknown>
  /** Base library 2.20.0. */
  apiCategory?: string
}

/** How the user comes (back) to the app; what is left out is as from the list of mini programs (scene 1001). */
export type ShowOptions = Partial<EnterOptions>

export interface LaunchOptions extends ShowOptions {
  /**
   * Data pre-fetch: what the app's server gave to WeChat, at most 256 KB. A function makes it from what WeChat sends:
   * the token of wx.setBackgroundFetchToken, or, when none was set, a login code of its own.
   */
  prefetch?: string | ((from: { token: string } | { code: string }) => string)
  /** ms from the launch until the pre-fetch is there; default 0: before the first line of the app runs. */
  prefetchDelay?: number
}

const SHOW_NAMES = ['path', 'query', 'scene', 'referrerInfo', 'apiCategory']
/** A page opened from Moments: the single-page mode. */
const SINGLE_PAGE_SCENE = 1154

export function checkShowOptions(where: string, options: object): void {
  checkNames(where, options, SHOW_NAMES)
}

export function checkLaunchOptions(where: string, options: object): void {
  checkNames(where, options, [...SHOW_NAMES, 'prefetch', 'prefetchDelay'])
}

export function enterOptions(options: ShowOptions, hasApiCategory: boolean): EnterOptions {
  const { path = 'pages/index/index', query = {}, scene = 1001, referrerInfo = {} } = options
  const { apiCategory = scene === SINGLE_PAGE_SCENE ? 'browseOnly' : 'default' } = options
  return { path, query, scene, referrerInfo, ...(hasApiCategory ? { apiCategory } : {}) }
}

export function isSinglePage({ scene, apiCategory }: EnterOptions): boolean {
  return scene === SINGLE_PAGE_SCENE || apiCategory === 'browseOnly'
}
