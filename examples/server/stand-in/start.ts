import { Hono } from 'hono'
import { answerErrors } from '../http/errors'
import { listen } from '../http/listen'
import { createAccessTokens } from './access-tokens'
import { clientApi } from './client-api'
import { createFaults } from './faults'
import { createPlatform } from './platform'
import { serverApi } from './server-api'

export interface StandIn {
  url: string
  appid: string
  secret: string
  /** Replaces the session_key of every user; returns how many there are. */
  rotateSessionKeys(): number
  close(): Promise<void>
}

export interface StandInOptions {
  /** Default 0: any free port. */
  port?: number
  appid?: string
  secret?: string
  now?: () => number
}

/** Starts a stand-in for WeChat: its server API under `/`, and what the WeChat app does under `/client`. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { port = 0, appid = 'wx0000000000000000', secret = 'stand-in', now = Date.now } = options
  const platform = createPlatform({ appid, now })
  const accessTokens = createAccessTokens(now)
  const faults = createFaults()

  const app = new Hono()
  answerErrors(app, (error) => console.error(`Stand-in: ${error.name}`))
  app.route('/', serverApi({ platform, accessTokens, faults, appid, secret }))
  app.route('/client', clientApi({ platform, faults, appid }))

  // Loopback only: it hands out codes and keys to whoever asks.
  const { url, close } = await listen(app, { port, host: '127.0.0.1' })
  return { url, appid, secret, rotateSessionKeys: () => platform.rotateSessionKeys(), close }
}
