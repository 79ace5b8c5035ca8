import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { compile, TYPINGS } from '../package/compile'
import { pagesBelow, readPage } from './markdown'

/** These have tests of their own. */
const ELSEWHERE = /^docs\/(zh|recipes|components|plugins|testing)\b/
const pages = pagesBelow('docs')
  .filter((path) => !ELSEWHERE.test(path))
  .map(readPage)
  .filter(({ blocks }) => blocks.some(({ language }) => language === 'ts'))

const AUTH = `import { createAuth } from 'miniprogram-auth'
export interface User { nickName: string | null }
export const auth = createAuth<User>({ baseURL: 'https://api.example.com', login: '/login' })
`

/** What a few lines out of a page may speak of. */
const SURROUNDINGS = `import { auth } from './auth'
declare const page: { setData(data: object): void; onUnload: () => void }
declare const filePath: string
`

test('the guide has pages with code', () => {
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['docs/getting-started.md', 'docs/requests.md', 'docs/migration/wafer2.md']),
  )
})

describe.each(pages)('$path', ({ blocks }) => {
  test('every block of TypeScript compiles, with the official typings', () => {
    const sources = blocks.filter(({ language }) => language === 'ts').map(({ code }) => code)
    const files: Record<string, string> = { 'auth.ts': AUTH }
    sources.forEach((code, index) => {
      const [, name] = /^\/\/ (\S+\.ts)\n/.exec(code) ?? []
      files[name ?? `lines-${index}.ts`] = name === undefined ? `${SURROUNDINGS}${code}\nexport {}` : code
    })
    expect(Object.keys(files).length).toBeGreaterThanOrEqual(sources.length)
    expect(compile(files, TYPINGS)).toEqual([])
  })

  test('the code that is replaced is JavaScript', () => {
    for (const { language, code } of blocks) {
      if (language !== 'js') continue
      const { diagnostics } = ts.transpileModule(code, {
        reportDiagnostics: true,
        compilerOptions: { allowJs: true },
        fileName: 'before.js',
      })
      expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([])
    }
  })

  test('JSON is JSON', () => {
    for (const { language, code } of blocks)
      if (language === 'json') expect(() => void JSON.parse(code)).not.toThrow()
  })
})
