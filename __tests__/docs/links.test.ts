import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { anchorOf, fromRoot, type Page, pagesBelow, readPage, ROOT } from './markdown'

const pages = new Map(pagesBelow('').map((path) => [path, readPage(path)]))

/** Without code in the text, where `[a](b)` is no link. */
function linksOf({ prose }: Page): string[] {
  return [...prose.replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

function anchorsOf({ headings }: Page): string[] {
  const anchors = headings.map(({ title }) => anchorOf(title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')))
  // The second heading of one name is `name-1`.
  return anchors.map((anchor, index) => {
    const before = anchors.slice(0, index).filter((other) => other === anchor).length
    return before === 0 ? anchor : `${anchor}-${before}`
  })
}

/** What is wrong with a link; '' if nothing. */
function problemOf(from: string, target: string): string {
  if (/^(?:https?:|mailto:)/.test(target)) return ''
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? from : fromRoot(join(ROOT, dirname(from), path))
  if (!existsSync(join(ROOT, file))) return `${target}: there is no ${file}`
  if (anchor === undefined) return ''
  const page = pages.get(file)
  if (!page) return `${target}: ${file} is no page with headings`
  return anchorsOf(page).includes(decodeURIComponent(anchor)) ? '' : `${target}: ${file} has no such heading`
}

test('the README and the guides are looked at', () => {
  expect([...pages.keys()]).toEqual(
    expect.arrayContaining(['README.md', 'README.zh-CN.md', 'docs/getting-started.md', 'bench/README.md']),
  )
})

test.each([...pages.keys()])('every link of %s leads somewhere', (path) => {
  const page = pages.get(path)
  const problems = page ? linksOf(page).map((target) => problemOf(path, target)) : ['not read']
  expect(problems.filter((problem) => problem !== '')).toEqual([])
})

test('dead links and anchors are found', () => {
  expect(problemOf('README.md', 'docs/nothing.md')).toContain('there is no docs/nothing.md')
  expect(problemOf('docs/requests.md', 'plugins.md#nothing')).toContain('no such heading')
  expect(problemOf('docs/requests.md', '#nothing')).toContain('no such heading')
})
