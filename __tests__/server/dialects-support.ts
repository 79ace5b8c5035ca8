import { expect } from '@jest/globals'
import type { ServerOptions } from '../../examples/server/start'
import { post, send, setUp } from './support'

export type Json = Record<string, unknown>

/** A server, and the phone of 小明 who speaks one dialect with it. */
export async function speak(dialect: string, options: ServerOptions = {}) {
  const context = await setUp({ control: true, ...options })
  const base = `${context.url}/dialects/${dialect}`
  const read = ({ status, text }: { status: number; text: string }) => ({
    status,
    body: JSON.parse(text) as Json,
  })
  const user = '小明'
  return {
    ...context,
    get: async (path: string, headers: Record<string, string> = {}) =>
      read(await send(base + path, { headers })),
    post: async (path: string, body?: unknown) => read(await post(base + path, body)),
    code: () => context.getCode(user),
    /** What wx.getUserInfo encrypts with the session_key of the last code. */
    encrypted: async (anonymous = false) => {
      const { encryptedData, iv } = (await context.wx('user-info', { user, anonymous })).body
      return { encryptedData, iv }
    },
    expire: () => post(`${context.url}/control/expire-sessions`),
    counts: async () => JSON.parse((await context.api.get('/control/counts')).text) as Json,
    rejections: () =>
      context.events.flatMap((event) => (event.type === 'sessionRejected' ? [event.reason] : [])),
  }
}

export const SECRET = expect.stringMatching(/^[\w-]{43}$/) as unknown as string
export const ORDERS = expect.arrayContaining([]) as unknown as unknown[]
