import { cache, type CacheOptions } from '../../src/plugins/cache'
import type { RequestOptions } from '../../src/http/request-options'
import type { AuthOptions } from '../../src/options'
import type { ServerSettings } from '../../src/testing/server/server'
import { createWorld, type World } from '../support/phone'

export const MINUTE = 60_000
export const KEY = 'miniprogram-auth-cache'

let world: World | undefined

/** For afterEach: the globals are the test runner's again. */
export const stop = () => world?.uninstall()

/** An app whose server counts, and that is logged in as 小明. */
export async function start(
  options?: CacheOptions,
  authOptions: Partial<AuthOptions> = {},
  server: Partial<ServerSettings> = {},
) {
  const app = createWorld({ server })
  world = app
  app.install()
  let answers = 0
  app.server.route(/^\/(public\/)?count/, () => ({ data: { count: ++answers } }))
  const launch = () => {
    const auth = app.auth({ use: [cache(options)], ...authOptions })
    const get = async (request: Partial<RequestOptions> = {}) => {
      const { data } = await app.until(auth.request({ url: '/count', cache: MINUTE, ...request }))
      return (data as { count: number }).count
    }
    return { auth, get }
  }
  const { auth, get } = launch()
  await app.until(auth.ensureLogin())
  // The session is stored.
  await app.advance(10)
  return { world: app, auth, get, launch }
}

export const sends = ({ history }: World) => history.sends('count').length
export const stored = (world: World, key = KEY) => world.storage.get(key)
