import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

// The pages are where a repository has them, for whoever reads them there; a site wants them in one folder. Here they
// are copied, and their links made to lead where the copies are.

/** Pages outside of docs/ that belong to the site, too, and what they are there. */
const OUTSIDE = {
  'README.md': 'overview.md',
  'README.zh-CN.md': 'zh/overview.md',
  'CHANGELOG.md': 'changelog.md',
  'SECURITY.md': 'reporting.md',
  'bench/README.md': 'bench.md',
  'examples/server/README.md': 'server.md',
}

const unix = (path) => path.split(sep).join('/')

function pagesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name === 'site' ? [] : pagesBelow(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

/** Source → page, both from their roots. */
function mapOf(root) {
  const docs = pagesBelow(join(root, 'docs')).map((path) => {
    const page = unix(relative(join(root, 'docs'), path))
    return [`docs/${page}`, page.replace(/(^|\/)README\.md$/, '$1index.md')]
  })
  return new Map([...docs, ...Object.entries(OUTSIDE).filter(([path]) => existsSync(join(root, path)))])
}

/**
 * Copies the pages to `target`. What is linked to and is no page leads to `repository`, the web page of the sources,
 * or is plain text where there is none. Throws for a link that leads nowhere.
 */
export function stage({ root, target, repository }) {
  rmSync(target, { recursive: true, force: true })
  const pages = mapOf(root)
  const dead = []

  function linkFrom(source, page, text, link) {
    if (/^(?:[a-z]+:|#|\/)/.test(link)) return `[${text}](${link})`
    const [path, anchor] = link.split('#')
    const file = resolve(root, dirname(source), path)
    if (!existsSync(file)) dead.push(`${source}: ${link}`)
    const wanted = unix(relative(root, file))
    const there = pages.get(wanted) ?? pages.get(`${wanted}/README.md`)
    if (!there) return repository ? `[${text}](${repository}/tree/HEAD/${wanted})` : text
    const hop = unix(relative(dirname(page), there))
    return `[${text}](${hop.startsWith('.') ? hop : `./${hop}`}${anchor === undefined ? '' : `#${anchor}`})`
  }

  for (const [source, page] of pages) {
    const text = readFileSync(join(root, source), 'utf8')
    // Code is left alone: `[a](b)` is no link there. The words of a link may be code.
    const linked = text.replace(
      /^```[^]*?^```$|\[((?:`[^`\n]*`|[^\][`])*)\]\(([^)\s]+)\)|`[^`\n]*`/gm,
      (whole, words, link) => (link === undefined ? whole : linkFrom(source, page, words, link)),
    )
    const file = join(target, page)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, linked)
  }
  if (dead.length > 0) throw new Error(`Links that lead nowhere:\n${dead.join('\n')}`)
  const pictures = join(root, 'docs/public')
  if (existsSync(pictures)) cpSync(pictures, join(target, 'public'), { recursive: true })
}
