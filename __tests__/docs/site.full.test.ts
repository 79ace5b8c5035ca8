import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { runNode, temporaryFolder } from '../package/packed'
import { anchorOf, pagesBelow, readPage, ROOT } from './markdown'

const DOCS = join(ROOT, 'docs')

describe('the site', () => {
  // It fails for a page or an anchor that is linked to and is not there, and for what the API reference lacks.
  beforeAll(() => runNode([join(DOCS, 'site/build.mjs')], ROOT), 300_000)

  const read = (page: string) => readFile(join(ROOT, '.cache/site/dist', page), 'utf8')

  const pages = [
    ...pagesBelow('docs').map((path) => {
      const page = path.replace('docs/', '').replace('README.md', 'index.md')
      return [path, page.replace('.md', '.html')] as const
    }),
    ['README.md', 'overview.html'] as const,
    ['README.zh-CN.md', 'zh/overview.html'] as const,
  ]

  test('has pages in both languages', () => {
    const names = pages.map(([, page]) => page)
    expect(names).toEqual(
      expect.arrayContaining(['plugins.html', 'zh/plugins.html', 'zh/recipes/index.html']),
    )
  })

  // A page that cannot be rendered is empty, and the build goes on.
  test.each(pages)('shows %s as %s, to its last heading', async (path, page) => {
    const html = await read(page)
    expect(html).toContain('<h1')
    const anchors = readPage(path).headings.map(({ title }) => `id="${anchorOf(title)}"`)
    expect(anchors.filter((anchor) => !html.includes(anchor))).toEqual([])
  })

  test.each(['buttons.html', 'zh/buttons.html'])(
    'leaves the braces of WXML in %s as they are',
    async (page) => {
      expect(await read(page)).toContain('wx:if=&quot;{{auth.loggedIn}}&quot;')
    },
  )

  test.each([
    ['createAuth', 'index/functions/createAuth.html'],
    ['cache', 'plugins/cache/functions/cache.html'],
    ['provideAuth', 'components/provide/functions/provideAuth.html'],
    ['createWorld', 'testing/functions/createWorld.html'],
  ])('has %s in its API reference', async (name, page) => {
    expect(await read(`api/${page}`)).toContain(`<h1 id="function-${name.toLowerCase()}"`)
  })
})

test('a link to a page that is not there ends the build', async () => {
  const root = await temporaryFolder()
  await mkdir(join(root, 'docs'))
  await Promise.all([
    cp(join(DOCS, 'site'), join(root, 'docs/site'), { recursive: true }),
    symlink(join(DOCS, 'node_modules'), join(root, 'docs/node_modules'), 'junction'),
    writeFile(join(root, 'package.json'), '{}'),
    writeFile(
      join(root, 'docs/index.md'),
      '[here](index.md), `[code](code.md)`, [`there`](there.md) and `so on`',
    ),
  ])
  const built = runNode([join(root, 'docs/site/build.mjs')], root)
  await expect(built).rejects.toThrow('Links that lead nowhere:\ndocs/index.md: there.md\n')
})

test('a link to a heading that is not there is found', async () => {
  const site = await temporaryFolder()
  await mkdir(join(site, 'zh'))
  await Promise.all([
    writeFile(
      join(site, 'index.html'),
      '<a href="./zh/#一"></a><a class="x" href="/zh/#二"></a><a href="./page"></a>',
    ),
    writeFile(
      join(site, 'zh/index.html'),
      '<h1 id="一"></h1><a href="../index#top"></a><a href="https://a.example/#b"></a>',
    ),
  ])
  const anchors = pathToFileURL(join(DOCS, 'site/anchors.mjs')).href
  const program = `import { deadLinks } from '${anchors}'
console.log(deadLinks(process.argv[1]).join('\\n'))`
  const said = await runNode(['--input-type=module', '--eval', program, site], site)
  expect(said.trim().split('\n').sort()).toEqual([
    'index.html: ./page',
    'index.html: /zh/#二',
    'zh/index.html: ../index#top',
  ])
})
