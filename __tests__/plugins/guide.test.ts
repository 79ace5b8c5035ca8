import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { isAuthError, type AuthOptions } from '../../src/index'
import { failover } from '../../src/plugins/failover'
import { compile, TYPINGS } from '../package/compile'
import { createWorld, outcomes } from '../support/phone'

const guide = readFileSync(join(__dirname, '../../docs/plugins.md'), 'utf8')
const examples = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text)

test('the guide has an example of every plugin, and more', () => {
  expect(examples.length).toBeGreaterThan(8)
})

test.each(examples.map((text, index) => [index + 1, text] as const))(
  'the guide’s example %d compiles, with the official typings',
  (_, text) => expect(compile({ 'example.ts': text }, TYPINGS)).toEqual([]),
)

test('the official wx has sockets that fit', () => {
  const source = `import { createAuth } from 'miniprogram-auth'
import { connectSocket } from 'miniprogram-auth/plugins/socket'
const auth = createAuth<{ name: string }>({ baseURL: 'https://a.example', login: '/login' })
connectSocket(auth, { url: '/live', wx })`
  expect(compile({ 'consumer.ts': source }, TYPINGS)).toEqual([])
})

describe('the guide’s login that asks a second server', () => {
  /** What the example gives to createAuth. */
  function options(): AuthOptions {
    const source = String(examples.find((text) => text.includes('exchange(second)')))
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    })
    let given: AuthOptions | undefined
    const createAuth = (its: AuthOptions) => {
      given = its
      return { request: () => undefined }
    }
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the guide's code
    new Function('require', 'exports', outputText)(() => ({ createAuth, isAuthError, failover }), {})
    return given as unknown as AuthOptions
  }

  async function login(prepare: (world: ReturnType<typeof createWorld>) => void) {
    const world = createWorld()
    world.install()
    prepare(world)
    const [result] = await world.until(outcomes([world.auth({ ...options(), wx: world.wx }).ensureLogin()]))
    world.uninstall()
    const hosts = world.history.steps.flatMap((step) =>
      step.type === 'call' && step.name === 'request'
        ? new URL((step.options as { url: string }).url).host
        : [],
    )
    return { result, hosts, logins: world.history.logins() }
  }
  const session: unknown = expect.objectContaining({ obtainedAt: expect.any(Number) as unknown })

  test('where the first is there: that alone', async () => {
    expect(await login(() => undefined)).toEqual({ result: session, hosts: ['api.example.com'], logins: 1 })
  })

  test.each([
    ['is not reached', { outcome: 'fail', errno: 600001 }],
    ['hangs', { latency: Infinity }],
  ] as const)('where the first %s: with the same code', async (_, script) => {
    const tried = await login((world) =>
      world.script('request', { url: 'https://api.example.com', ...script }),
    )
    expect(tried).toEqual({ result: session, hosts: ['api.example.com', 'api2.example.com'], logins: 1 })
  })

  test.each([403, 503])('not where the first refuses: %i', async (statusCode) => {
    const tried = await login((world) => world.server.route('POST', '/login', () => ({ statusCode })))
    const code = statusCode === 403 ? 'LOGIN_REJECTED' : 'SERVER_UNAVAILABLE'
    expect(tried).toMatchObject({ result: { code }, hosts: ['api.example.com'] })
  })
})
