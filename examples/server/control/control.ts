import { Hono } from 'hono'
import { z } from 'zod'
import type { EventListener } from '../events'
import { limitBody, readBody } from '../http/body'
import { ApiError } from '../http/errors'
import { onlyFromLoopback } from '../http/loopback'
import type { Sessions } from '../store/sessions'
import { createCounts } from './counts'
import { createLoginGate } from './login-gate'

export interface ControlOptions {
  sessions: Sessions
  /** Null with the real WeChat, whose keys are not ours to replace. */
  rotateSessionKeys: (() => number) | null
  onEvent: EventListener
}

export interface Control {
  routes: Hono
  observe: EventListener
  beforeExchange: (code: string, signal: AbortSignal) => Promise<void>
}

const modeBody = z.strictObject({ mode: z.enum(['ok', 'fail', 'hang']) })

/** Switches for development and tests. Whoever reaches them can end every session, so they are off by default. */
export function createControl({ sessions, rotateSessionKeys, onEvent }: ControlOptions): Control {
  const counts = createCounts()
  const gate = createLoginGate()

  const routes = new Hono()
  routes.use(onlyFromLoopback((origin, host) => origin === `http://${host}`))
  routes.post('/expire-sessions', (c) => {
    const expired = sessions.endAll()
    onEvent({ type: 'sessionsExpired', count: expired })
    return c.json({ expired })
  })
  routes.post('/rotate-session-keys', (c) => {
    if (!rotateSessionKeys) {
      throw new ApiError(409, 'NO_STAND_IN', 'Keys can be replaced with the stand-in for WeChat only.')
    }
    const rotated = rotateSessionKeys()
    onEvent({ type: 'sessionKeysRotated', count: rotated })
    return c.json({ rotated })
  })
  routes.get('/login-mode', (c) => c.json({ mode: gate.mode }))
  routes.post('/login-mode', limitBody, async (c) => {
    const { mode } = await readBody(c, modeBody)
    gate.set(mode)
    onEvent({ type: 'loginMode', mode })
    return c.json({ mode })
  })
  routes.get('/counts', (c) => c.json(counts.report()))
  routes.post('/reset-counts', (c) => {
    counts.reset()
    return c.body(null, 204)
  })

  return {
    routes,
    observe: counts.observe,
    async beforeExchange(code, signal) {
      counts.addExchange(code)
      await gate.pass(signal)
    },
  }
}
