import { expect } from '@jest/globals'
import type { Step } from '../../src/testing'
import type { World } from '../support/phone'

export const ok: unknown = expect.objectContaining({ statusCode: 200 })
export const refusal = (code: string): unknown => expect.objectContaining({ name: 'AuthError', code })
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** The tokens that were sent to such URLs, in order; null where there was none. */
export const tokens = (world: World, part?: string) => world.history.sends(part).map(({ token }) => token)

/** What follows the origin of each URL that was sent to, in order. */
export const paths = (world: World, part?: string) =>
  world.history.sends(part).map(({ url }) => url.replace(/^https:\/\/api\.example\.com/, ''))

/** How the calls of wx that send something ended, in order. */
export const ends = (world: World) =>
  world.history.steps.flatMap((step) =>
    step.type === 'end' && isTransfer(step) ? (step.result as { errMsg: string }).errMsg : [],
  )

interface Sent {
  url: string
  redirect?: string
}

/** The options of the calls of wx.request, without those to log in. */
export const sentOptions = (world: World) =>
  world.history.steps.flatMap((step) => {
    const options = step.type === 'call' && step.name === 'request' ? step.options : undefined
    return options && !(options as Sent).url.endsWith('/login') ? (options as Sent) : []
  })

/** The most calls of wx that send something, and had not ended, at any time: the platform's line counts, too. */
export function mostUnderWay(world: World): number {
  const open = new Set<number>()
  return Math.max(
    0,
    ...world.history.steps.map((step) => {
      if (step.type === 'call' && isTransfer(step)) open.add(step.call)
      if (step.type === 'end') open.delete(step.call)
      return open.size
    }),
  )
}

function isTransfer(step: Step): boolean {
  return 'name' in step && ['request', 'uploadFile', 'downloadFile'].includes(step.name)
}
