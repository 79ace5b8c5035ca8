import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { bare, pagesBelow, readPage, ROOT } from './markdown'

const CHINESE = /\p{Script=Han}/u

const pairs = [
  ['README.md', 'README.zh-CN.md'] as const,
  ...pagesBelow('docs/zh').map((path) => [path.replace('docs/zh/', 'docs/'), path] as const),
]

test('every page is there in Chinese, but for the table of sizes', () => {
  const english = pagesBelow('docs').filter((path) => !path.startsWith('docs/zh/'))
  const missing = english.filter((path) => !existsSync(join(ROOT, path.replace('docs/', 'docs/zh/'))))
  // Written by a program.
  expect(missing).toEqual(['docs/sizes.md'])
})

describe.each(pairs)('%s and %s', (english, chinese) => {
  const one = readPage(english)
  const other = readPage(chinese)

  test('have the same code', () => {
    expect(other.blocks.map(bare)).toEqual(one.blocks.map(bare))
    expect(other.blocks.map(({ language }) => language)).toEqual(one.blocks.map(({ language }) => language))
  })

  test('have the same headings and tables', () => {
    expect(other.headings.map(({ level }) => level)).toEqual(one.headings.map(({ level }) => level))
    expect(other.tables).toEqual(one.tables)
  })

  test('are in two languages', () => {
    const untranslated = other.prose
      .split('\n')
      .filter((line) => /[a-z]{3,} [a-z]{2,} [a-z]{3,} [a-z]{2,}/.test(line) && !CHINESE.test(line))
    expect(untranslated).toEqual([])
  })
})
