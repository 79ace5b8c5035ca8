/** A replay follows at once: the exchange that brought the new session, or a 401 that came after it. */
const SOON = 2_000

interface Refusal {
  what: string
  token: string
  sentAt: number
  at: number
}

/** The 401s that a replay may still follow. */
export function createRefusals(now: () => number = Date.now) {
  let pending: Refusal[] = []
  let exchangedAt = -Infinity

  const replayed = ({ sentAt, at }: Refusal) =>
    exchangedAt >= sentAt && now() - Math.max(at, exchangedAt) <= SOON

  return {
    add(what: string, token: string, sentAt: number) {
      pending.push({ what, token, sentAt, at: now() })
    },
    /** A login that failed is the end of what waited for it. */
    exchanged(ok: boolean) {
      if (ok) exchangedAt = now()
      else pending = []
    },
    /** Whether this repeats a refused request with another token; each refusal counts for one replay. */
    takeReplay(what: string, token: string | null) {
      pending = pending.filter((refusal) => exchangedAt < refusal.sentAt || replayed(refusal))
      if (token === null) return false
      const index = pending.findIndex(
        (refusal) => refusal.what === what && refusal.token !== token && replayed(refusal),
      )
      if (index >= 0) pending.splice(index, 1)
      return index >= 0
    },
    clear() {
      pending = []
    },
  }
}
