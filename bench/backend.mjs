/** As the servers of the libraries talk: what a login answers, and what a request with a session that is not valid. */
const DIALECTS = {
  // Each finds what it looks for: wafer2's `data.skey`, the `token` of ours and of the recipes.
  plain: {
    grant: (token) => ({ data: { code: 0, token, data: { skey: token, userinfo: {} } } }),
    refusal: { statusCode: 401, data: { code: 'SESSION_EXPIRED' } },
  },
  wafer: {
    grant: (token) => ({ data: wafer({ session: { id: 'id', skey: token } }) }),
    refusal: { data: wafer({ error: 'ERR_INVALID_SESSION' }) },
  },
  minapp: {
    grant: (token) => ({
      statusCode: 201,
      data: { token, expires_in: 7200, user_info: { id: 1, openid: 'openid-1' } },
    }),
    refusal: { statusCode: 401, data: { message: 'expired' } },
  },
}

function wafer(body) {
  return { 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A': 1, ...body }
}

/** Stands in the body of a request that was served, so that a refusal taken for a success is seen. */
const SERVED = 'an answer for those who are logged in'

export const isServed = (value) => JSON.stringify(value)?.includes(SERVED) ?? false
export const isLogin = (url) => /\/(silent-)?login\/?$/.test(url)

/** For `createWorld({ server })`: the token is wherever the library puts it, and every path is answered below. */
export const SERVER_SETTINGS = {
  publicPaths: [/^/],
  tokenOf: ({ url, header, data }) => /token-\d+/.exec(JSON.stringify([url, header, data]))?.[0] ?? null,
}

/** Lets the phone's server speak the dialect. */
export function serve({ server }, name = 'plain') {
  const { grant, refusal } = DIALECTS[name]
  const used = new Set()

  server.route(/^/, ({ openid }) => (openid === null ? refusal : { data: { code: 0, data: SERVED } }))
  server.route(/\/(silent-)?login\/?$/, ({ url, header, data }) => {
    const code = /code-\d+/.exec(JSON.stringify([url, header, data]))?.[0]
    if (!code || used.has(code)) return { statusCode: 400, data: { code: 'CODE_INVALID' } }
    used.add(code)
    if (server.oneTokenPerUser) server.expireAll()
    return grant(server.issue())
  })
  return {
    /** No token is good enough. Returns what ends that. */
    refuseAll: () => server.route(/^(?!.*login\/?$)/, () => refusal),
    /** The login endpoint answers 500. Returns what ends that. */
    breakLogin: () =>
      server.route(/\/(silent-)?login\/?$/, () => ({ statusCode: 500, data: { code: 'BROKEN' } })),
  }
}
