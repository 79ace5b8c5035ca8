import { failure, success, type Ending } from './ending'
import type { Script } from './script'

/** The platform's own ending; `cached`: as CacheManager has it. */
export type Natural = (cached: boolean) => Ending

/** The callbacks that a scripted call makes, in order. */
export function endingsOf(
  { outcome = 'success', errMsg = 'system error', errno, result }: Script,
  natural: Natural,
): Ending[] {
  const own = () => overlaid(natural(false), result)
  switch (outcome) {
    case 'success':
      return [own()]
    case 'twice': {
      const ending = own()
      return [ending, ending]
    }
    case 'both':
      return [own(), failure(errMsg, errno)]
    case 'fromCache':
      return [overlaid(natural(true), { fromCache: true, ...result })]
    case 'fail':
    case 'throw':
      return [failure(errMsg, errno)]
    case 'neither':
      natural(false)
      return []
    case 'empty':
      natural(false)
      return [success()]
  }
}

function overlaid(ending: Ending, fields: object = {}): Ending {
  return ending.ok ? success({ ...ending.result, ...fields }) : ending
}
