import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { compile, RESOLUTIONS } from './compile'

const ROOT = join(__dirname, '../..')

const USE = `import { createAuth } from 'miniprogram-auth'
import { provideAuth, type AuthButtonEvent, type AuthGateEvent } from 'miniprogram-auth/components/provide'
interface User { name: string }
provideAuth(createAuth<User>({ baseURL: 'https://a.example', login: '/login' }))
export const page = {
  onLogin: ({ detail }: AuthButtonEvent<'login', User>): string => detail.user?.name ?? '',
  onPhone: ({ detail }: AuthButtonEvent<'phonenumber'>): string | undefined => detail.code,
  onAvatar: ({ detail }: AuthButtonEvent<'avatar'>): string => detail.avatarUrl,
  onUserInfo: ({ detail }: AuthButtonEvent<'userinfo'>): boolean => detail.anonymous,
  onError: ({ detail }: AuthButtonEvent<'error'>): boolean => detail.code === 'STALE_DATA',
  onChange: ({ detail }: AuthGateEvent<'change'>): boolean => detail.view === 'content',
}
`
const MISTAKES = {
  token: `import type { AuthButtonEvent } from 'miniprogram-auth/components/provide'
export const f = ({ detail }: AuthButtonEvent<'login'>) => detail.token
`,
  event: `import type { AuthButtonEvent } from 'miniprogram-auth/components/provide'
export type Wrong = AuthButtonEvent<'logn'>
`,
  view: `import type { AuthGateEvent } from 'miniprogram-auth/components/provide'
export const f = ({ detail }: AuthGateEvent<'change'>) => detail.view === 'contents'
`,
  auth: `import { provideAuth } from 'miniprogram-auth/components/provide'
provideAuth({})
`,
}

describe.each(RESOLUTIONS)('with the resolution of %s', (_, extension, options) => {
  let errors: string[]
  const of = (name: string) => errors.filter((error) => error.includes(`/${name}.${extension}: `))

  beforeAll(() => {
    const files = Object.entries({ use: USE, ...MISTAKES }).map(([name, text]) => [
      `${name}.${extension}`,
      text,
    ])
    errors = compile(Object.fromEntries(files) as Record<string, string>, options)
  })

  test('an app provides its auth, and knows what the events bring', () => {
    expect(of('use')).toEqual([])
  })

  test.each(Object.keys(MISTAKES))('a mistake is a compile error: %s', (name) => {
    expect(of(name)).toHaveLength(1)
  })

  test('nothing else is wrong: the declarations fit together', () => {
    expect(errors).toHaveLength(Object.keys(MISTAKES).length)
  })
})

test('who imports and who requires gets the same file: two would each have an auth of their own', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    exports: Record<string, Record<string, string>>
    sideEffects: string[]
  }
  expect(manifest.exports['./components/*']).toEqual({
    types: './types/components/*.d.ts',
    default: './miniprogram_dist/components/*.js',
  })
  expect(existsSync(join(ROOT, 'es/components'))).toBe(false)
  // A bundler must not leave out what is there for its effect, which is Component().
  expect(manifest.sideEffects).toEqual(['./miniprogram_dist/components/*/index.js'])
})
