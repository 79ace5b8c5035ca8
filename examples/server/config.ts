import { z } from 'zod'
import type { ServerOptions } from './start'

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const environment = z.object({
  HOST: optional(z.string()),
  PORT: optional(z.coerce.number('must be a whole number from 0 to 65535').int().min(0).max(65_535)),
  DATABASE_PATH: optional(z.string()),
  SESSION_TTL: optional(z.coerce.number('must be a number of seconds').int().min(1)),
  REQUIRE_BINDING: optional(z.enum(['0', '1'])),
  WX_APPID: optional(z.string()),
  WX_SECRET: optional(z.string()),
})

/** The options that the environment variables stand for. Throws an Error that names what is wrong. */
export function readConfig(env: NodeJS.ProcessEnv): ServerOptions {
  const result = environment.safeParse(env)
  if (!result.success) {
    throw new Error(
      result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    )
  }
  const { HOST, PORT, DATABASE_PATH, SESSION_TTL, REQUIRE_BINDING, WX_APPID, WX_SECRET } = result.data
  if ((WX_APPID === undefined) !== (WX_SECRET === undefined)) {
    throw new Error('Set both WX_APPID and WX_SECRET, or neither to use the stand-in for WeChat.')
  }
  return {
    host: HOST,
    port: PORT,
    databasePath: DATABASE_PATH,
    sessionTtl: SESSION_TTL,
    requireBinding: REQUIRE_BINDING === '1',
    wechat:
      WX_APPID !== undefined && WX_SECRET !== undefined ? { appid: WX_APPID, secret: WX_SECRET } : undefined,
  }
}
