import type { WxPort } from './wx-port'

/** The mini program's own `wx`, or undefined outside of one (a worker, a test, a server). */
export function globalWx(): WxPort | undefined {
  return typeof wx === 'undefined' ? undefined : wx
}
