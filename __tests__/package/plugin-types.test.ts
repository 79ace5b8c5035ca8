import { beforeAll, describe, expect, test } from '@jest/globals'
import { compile, RESOLUTIONS } from './compile'

const USE = `import { createAuth, type Middleware } from 'miniprogram-auth'
const auth = createAuth({ baseURL: 'https://a.example', login: '/login' })
auth.request({ url: '/a', loading: false })
auth.uploadFile({ url: '/a', filePath: 'a', name: 'b', loading: false })
auth.downloadFile({ url: '/a', loading: true })
export const middleware: Middleware = (request, next) => next({ ...request, loading: !request.loading })
`
const PLUGIN = `import { loading } from 'miniprogram-auth/plugins/loading'
import type { Middleware } from 'miniprogram-auth'
export const plugin: Middleware = loading({ onChange: (isLoading) => void !isLoading })
`
const WRONG_REQUEST = `import { createAuth } from 'miniprogram-auth'
createAuth({ baseURL: 'https://a.example', login: '/login' }).request({ url: '/a', loading: 'no' })
export {}
`
const WRONG_PLUGIN = `import { loading } from 'miniprogram-auth/plugins/loading'
loading({ onChange: () => undefined, dealy: 300 })
`
const NO_PLUGIN = `import { no } from 'miniprogram-auth/plugins/no-such'
export const a: number = no
`

describe.each(RESOLUTIONS)('with the resolution of %s', (_, extension, options) => {
  let errors: string[]
  const of = (name: string) => errors.filter((error) => error.includes(`/${name}.${extension}: `))

  beforeAll(() => {
    const sources = {
      use: USE,
      plugin: PLUGIN,
      request: WRONG_REQUEST,
      options: WRONG_PLUGIN,
      none: NO_PLUGIN,
    }
    const files = Object.entries(sources).map(([name, text]) => [`${name}.${extension}`, text])
    errors = compile(Object.fromEntries(files) as Record<string, string>, options)
  })

  test('a plugin’s option exists in an app that imports the plugin', () => {
    expect([...of('use'), ...of('plugin')]).toEqual([])
  })

  test('and is typed, as the plugin’s own options are', () => {
    expect(of('request')).toHaveLength(1)
    expect(of('options')).toHaveLength(1)
  })

  test('a plugin that is not there is none', () => {
    expect(of('none')).toHaveLength(1)
  })

  test('nothing else is wrong: the declarations fit together', () => {
    expect(errors).toHaveLength(3)
  })

  test('in an app without the plugin, its option is a mistake', () => {
    const found = compile({ [`use.${extension}`]: USE }, options)
    expect(found.length).toBeGreaterThanOrEqual(4)
    for (const error of found) expect(error).toContain('loading')
  })
})
