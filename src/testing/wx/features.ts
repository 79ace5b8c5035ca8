import { badUse } from '../bad-use'

/** What a base library can do. */
export interface Features {
  /** Has wx this member? */
  has(name: string): boolean
  /** 2.24.0 */
  errno: boolean
  /** 2.10.2 */
  promises: boolean
  /** 2.10.0: of a single call */
  timeout: boolean
  /** 2.21.3: of storage */
  encrypt: boolean
  /** 2.20.0 */
  apiCategory: boolean
  /** 2.10.0: of wx.getAccountInfoSync */
  envVersion: boolean
  /** 2.10.0: of a response */
  cookies: boolean
  /** 2.20.1: enableChunked and its event */
  chunks: boolean
  /** 2.24.0 */
  cacheManager: boolean
}

/** The base library that a member came with; those not here were always there. */
const SINCE: Readonly<Record<string, string>> = {
  getFileSystemManager: '1.9.9',
  onAppShow: '2.1.2',
  offAppShow: '2.1.2',
  onAppHide: '2.1.2',
  offAppHide: '2.1.2',
  getLaunchOptionsSync: '2.1.2',
  getAccountInfoSync: '2.2.2',
  getBackgroundFetchData: '2.8.0',
  onBackgroundFetchData: '2.8.0',
  setBackgroundFetchToken: '2.8.0',
  offNetworkStatusChange: '2.9.3',
  getEnterOptionsSync: '2.9.4',
  batchGetStorage: '2.25.0',
  batchSetStorage: '2.25.0',
}

const NOT_IN_PLUGINS = ['onAppShow', 'offAppShow', 'onAppHide', 'offAppHide', 'checkSession']

export function featuresOf(sdkVersion: string, plugin: boolean): Features {
  const numbers = parse(sdkVersion)
  const from = (version: string) => compare(numbers, parse(version)) >= 0
  return {
    has: (name) => from(SINCE[name] ?? '0.0.0') && !(plugin && NOT_IN_PLUGINS.includes(name)),
    errno: from('2.24.0'),
    promises: from('2.10.2'),
    timeout: from('2.10.0'),
    encrypt: from('2.21.3'),
    apiCategory: from('2.20.0'),
    envVersion: from('2.10.0'),
    cookies: from('2.10.0'),
    chunks: from('2.20.1'),
    cacheManager: from('2.24.0'),
  }
}

function parse(version: string): number[] {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw badUse(`\`sdkVersion\` must be like '2.24.0', not '${version}'`)
  return version.split('.').map(Number)
}

function compare(a: number[], b: number[]): number {
  return a.map((number, index) => number - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}
