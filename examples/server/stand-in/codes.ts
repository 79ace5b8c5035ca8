import { randomBytes } from 'node:crypto'

const CODE_LIFE = 5 * 60 * 1000

const CODE_UNKNOWN = 40029
const CODE_USED = 40163
const CODE_TIMED_OUT = 42003

export interface Codes<T> {
  issue(content: T): string
  /** What the code stands for, once; or the errcode of the refusal. */
  redeem(code: string): { content: T } | { errcode: number }
}

/** Codes that live five minutes and work once. */
export function createCodes<T>(now: () => number): Codes<T> {
  const issued = new Map<string, { content: T; expiresAt: number; used: boolean }>()

  return {
    issue(content) {
      const at = now()
      for (const [code, { expiresAt }] of issued) {
        // Kept for a while after its end, so that it can be told from one that never was.
        if (expiresAt + CODE_LIFE < at) issued.delete(code)
      }
      const code = randomBytes(24).toString('base64url')
      issued.set(code, { content, expiresAt: at + CODE_LIFE, used: false })
      return code
    },
    redeem(code) {
      const entry = issued.get(code)
      if (!entry) return { errcode: CODE_UNKNOWN }
      if (entry.used) return { errcode: CODE_USED }
      if (now() >= entry.expiresAt) return { errcode: CODE_TIMED_OUT }
      entry.used = true
      return { content: entry.content }
    },
  }
}
