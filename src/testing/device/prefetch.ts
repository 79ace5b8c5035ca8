import type { EnterOptions, LaunchOptions } from '../app/launch-options'
import { failure, success, type Ending } from '../ending'
import type { Timeline } from '../time/timeline'
import type { WeChat } from '../wechat'

/** What wx.getBackgroundFetchData gives. */
export interface FetchedData {
  /** What the server gave, as a text. */
  fetchedData: string
  /** ms, by the device's clock */
  timeStamp: number
  /** The page of the launch. */
  path: string
  /** a=1&b=2 */
  query: string
  /** The scene of the launch. */
  scene: number
}

/** Data pre-fetch: WeChat asks the app's server at a cold start. */
export interface Prefetch {
  /** At a launch: WeChat sends the token that the app set, else a login code, never both. */
  begin(options: LaunchOptions, entered: EnterOptions): void
  get(fetchType: unknown): Ending
  setToken(token: unknown): Ending
}

export interface PrefetchContext {
  timeline: Timeline
  wechat: WeChat
  now: () => number
  platform: 'android' | 'ios'
  onData: (data: FetchedData & { fetchType: 'pre' }) => void
}

/** Characters; docs of wx.setBackgroundFetchToken. */
const LONGEST_TOKEN = 1024

export function createPrefetch({ timeline, wechat, now, platform, onData }: PrefetchContext): Prefetch {
  let token: string | null = null
  let data: FetchedData | null = null
  let isRunning = false
  let cancel: () => void = () => undefined

  return {
    begin({ prefetch, prefetchDelay = 0 }, { path, query, scene }) {
      cancel()
      data = null
      isRunning = prefetch !== undefined
      if (prefetch === undefined) return
      const arrive = () => {
        isRunning = false
        const from = token === null ? { code: wechat.createCode() } : { token }
        const fetchedData = typeof prefetch === 'string' ? prefetch : prefetch(from)
        const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        data = { fetchedData, timeStamp: now(), path, query: pairs.join('&'), scene }
      }
      if (prefetchDelay === 0) {
        arrive()
        return
      }
      cancel = timeline.schedule(prefetchDelay, () => {
        arrive()
        if (data) onData({ ...data, fetchType: 'pre' })
      })
    },
    get(fetchType) {
      if (fetchType === 'pre' && data) return success(data)
      // While the fetch is running Android fails and iOS gives empty data.
      if (fetchType === 'pre' && isRunning && platform === 'ios') return success({ fetchedData: '' })
      return failure('no data')
    },
    setToken(value) {
      if (typeof value !== 'string' || value.length > LONGEST_TOKEN)
        return failure(`token must be a string of at most ${LONGEST_TOKEN} characters`)
      token = value
      return success()
    },
  }
}
