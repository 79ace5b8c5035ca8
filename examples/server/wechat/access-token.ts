// Renewed a little early, so that no request leaves with a token that ends on its way.
const MARGIN = 5 * 60 * 1000

interface Issued {
  value: string
  /** In seconds. */
  expiresIn: number
}

export interface AccessToken {
  get(): Promise<string>
  /** Another token than `rejected`. */
  renew(rejected: string): Promise<string>
}

/** Keeps WeChat's access token, which all requests share; `fetchToken` is never called twice at a time. */
export function createAccessToken(
  now: () => number,
  fetchToken: (forceRefresh: boolean) => Promise<Issued>,
): AccessToken {
  let current: { value: string; renewAt: number } | null = null
  let pending: Promise<string> | null = null

  async function fetchAndKeep(rejected?: string): Promise<string> {
    let issued = await fetchToken(false)
    // Without force_refresh WeChat hands out its valid token, which another process may have renewed already.
    // A forced refresh ends that token for all processes, so it is the last resort.
    if (issued.value === rejected) issued = await fetchToken(true)
    current = { value: issued.value, renewAt: now() + issued.expiresIn * 1000 - MARGIN }
    return issued.value
  }

  function shared(rejected?: string): Promise<string> {
    pending ??= fetchAndKeep(rejected).finally(() => {
      pending = null
    })
    return pending
  }

  return {
    async get() {
      return current && now() < current.renewAt ? current.value : shared()
    },
    async renew(rejected) {
      return current && current.value !== rejected ? current.value : shared(rejected)
    },
  }
}
